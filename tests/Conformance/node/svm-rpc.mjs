// Solana's JSON-RPC (solana.com/docs/rpc/http) over HTTP on loopback, as far as payments need it.
import { createServer } from 'node:http';
import bs58 from 'bs58';

const SIGNATURES_MAX = 1000;

class RpcError extends Error {
  constructor(code, message, data) {
    super(message);
    this.code = code;
    this.data = data;
  }
}

/** Serves a node until the process ends; answers the port. */
export function listen(node) {
  const methods = methodsOf(node);
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) {
      body += part;
    }

    const asked = JSON.parse(body);
    const answers = Array.isArray(asked)
      ? asked.map((one) => answer(methods, one))
      : answer(methods, asked);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answers));
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address().port));
  });
}

function answer(methods, { id, method, params = [] }) {
  try {
    if (!Object.hasOwn(methods, method)) {
      throw new RpcError(-32601, 'Method not found');
    }

    return { jsonrpc: '2.0', id, result: methods[method](...params) };
  } catch (error) {
    return { jsonrpc: '2.0', id, error: { code: error.code ?? -32603, message: error.message, data: error.data } };
  }
}

function methodsOf(node) {
  const withContext = (value) => ({ context: { apiVersion: 'litesvm', slot: node.slot }, value });
  return {
    getHealth: () => 'ok',
    getVersion: () => ({ 'solana-core': 'litesvm', 'feature-set': 0 }),
    getGenesisHash: () => bs58.encode(Buffer.alloc(32, 7)),
    getSlot: () => node.slot,
    getBlockHeight: () => node.slot,
    getEpochInfo: () => ({
      absoluteSlot: node.slot,
      blockHeight: node.slot,
      epoch: 0,
      slotIndex: node.slot,
      slotsInEpoch: 432_000,
      transactionCount: node.executedCount,
    }),
    getFirstAvailableBlock: () => 0,
    getBlock: (slot) => ({ blockHeight: slot, blockTime: node.timeOf(slot), parentSlot: slot - 1 }),
    getLatestBlockhash: () =>
      withContext({ blockhash: node.blockhash, lastValidBlockHeight: node.blockhashEnd }),
    getMinimumBalanceForRentExemption: (bytes) => node.rentOf(bytes),
    getRecentPrioritizationFees: () => [{ slot: node.slot, prioritizationFee: 0 }],
    getBalance: (address) => withContext(node.lamportsOf(address)),
    getAccountInfo: (address) => withContext(accountOf(node.account(address))),
    getMultipleAccounts: (addresses) => withContext(addresses.map((one) => accountOf(node.account(one)))),
    simulateTransaction: (base64, options) => withContext(simulate(node, base64, options)),
    sendTransaction: (base64, options) => send(node, Buffer.from(base64, 'base64'), options),
    getSignatureStatuses: (signatures) => withContext(signatures.map((one) => statusOf(node.record(one)))),
    getSignaturesForAddress: (address, options) => signaturesOf(node, address, options),
    getTransaction: (signature) => transactionOf(node, node.record(signature)),
  };
}

function accountOf(account) {
  return account === null
    ? null
    : {
        data: [Buffer.from(account.data).toString('base64'), 'base64'],
        executable: account.executable,
        lamports: Number(account.lamports),
        owner: account.programAddress,
        rentEpoch: 0,
        space: account.data.length,
      };
}

function simulate(node, base64, { sigVerify = false, replaceRecentBlockhash = false } = {}) {
  const ran = node.simulate(Buffer.from(base64, 'base64'), { sigVerify, replaceBlockhash: replaceRecentBlockhash });
  return { err: ran.err, logs: ran.logs, accounts: null, unitsConsumed: ran.units, returnData: null };
}

function send(node, bytes, { skipPreflight = false } = {}) {
  if (!skipPreflight) {
    refuse(node.simulate(bytes, { sigVerify: true, replaceBlockhash: false }));
  }

  const record = node.execute(bytes);
  if (!record.executed) {
    refuse(record);
  }

  return record.id;
}

function refuse({ err, logs, units }) {
  if (err !== null) {
    throw new RpcError(-32002, `Transaction simulation failed: ${wordsOf(err)}`, {
      accounts: null,
      err,
      logs,
      returnData: null,
      unitsConsumed: units,
    });
  }
}

function wordsOf(err) {
  if (err.InstructionError) {
    const [index, error] = err.InstructionError;
    const what = error.Custom === undefined ? error : `custom program error: 0x${error.Custom.toString(16)}`;
    return `Error processing Instruction ${index}: ${what}`;
  }

  return (
    {
      AccountNotFound: 'Attempt to debit an account but found no record of a prior credit.',
      AlreadyProcessed: 'This transaction has already been processed',
      BlockhashNotFound: 'Blockhash not found',
    }[err] ?? JSON.stringify(err)
  );
}

function statusOf(record) {
  return record === null
    ? null
    : {
        slot: record.slot,
        confirmations: null,
        err: record.err,
        status: record.err === null ? { Ok: null } : { Err: record.err },
        confirmationStatus: 'finalized',
      };
}

function signaturesOf(node, address, { before = null, until = null, limit = SIGNATURES_MAX } = {}) {
  let all = node.signaturesOf(address);
  all = before === null ? all : all.slice(all.indexOf(before) + 1);
  all = until === null || !all.includes(until) ? all : all.slice(0, all.indexOf(until));
  return all.slice(0, limit).map((signature) => {
    const { slot, err } = node.record(signature);
    return { signature, slot, err, memo: null, blockTime: node.timeOf(slot), confirmationStatus: 'finalized' };
  });
}

function transactionOf(node, record) {
  return record === null
    ? null
    : {
        slot: record.slot,
        blockTime: node.timeOf(record.slot),
        transaction: [Buffer.from(record.bytes).toString('base64'), 'base64'],
        version: record.bytes[1 + 64 * record.bytes[0]] & 0x80 ? 0 : 'legacy',
        meta: {
          err: record.err,
          status: record.err === null ? { Ok: null } : { Err: record.err },
          fee: record.fee,
          preBalances: record.before.lamports,
          postBalances: record.after.lamports,
          preTokenBalances: record.before.tokens,
          postTokenBalances: record.after.tokens,
          innerInstructions: innerOf(record.inner),
          loadedAddresses: { readonly: [], writable: [] },
          logMessages: record.logs,
          computeUnitsConsumed: record.units,
          rewards: [],
        },
      };
}

function innerOf(groups) {
  return groups
    .map((group, index) => ({
      index,
      instructions: group.map((one) => ({
        programIdIndex: one.programIdIndex(),
        accounts: [...one.accounts()],
        data: bs58.encode(one.data()),
        stackHeight: null,
      })),
    }))
    .filter((group) => group.instructions.length > 0);
}
