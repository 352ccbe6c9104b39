// What a node adds to the virtual machine: slots, blockhashes with an end, and a memory of what was executed.
import { FailedTransactionMetadata, LiteSVM } from 'litesvm';
import * as kit from '@solana/kit';
import * as web3 from '@solana/web3.js';
import bs58 from 'bs58';

const BLOCKHASH_LIFE = 150;
const FIRST_SLOT = 1000;
const GENESIS_TIME = 1_700_000_000;
const TOKEN_PROGRAMS = [
  'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA',
  'TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb',
];
const COMPUTE_BUDGET = 'ComputeBudget111111111111111111111111111111';

/** TransactionError's names without fields, in the order of their numbers. */
const ERRORS = [
  'AccountInUse',
  'AccountLoadedTwice',
  'AccountNotFound',
  'ProgramAccountNotFound',
  'InsufficientFundsForFee',
  'InvalidAccountForFee',
  'AlreadyProcessed',
  'BlockhashNotFound',
];

export class SvmNode {
  #svm = new LiteSVM();
  #decoder = kit.getTransactionDecoder();
  #records = new Map();
  #byAddress = new Map();
  #hashSlot = FIRST_SLOT;
  slot = FIRST_SLOT;

  get blockhash() {
    return this.#svm.latestBlockhash();
  }

  get blockhashEnd() {
    return this.#hashSlot + BLOCKHASH_LIFE;
  }

  get executedCount() {
    return this.#records.size;
  }

  timeOf(slot) {
    return GENESIS_TIME + Math.floor((slot - FIRST_SLOT) * 0.4);
  }

  rentOf(bytes) {
    return Number(this.#svm.minimumBalanceForRentExemption(BigInt(bytes)));
  }

  airdrop(to, lamports) {
    const ran = this.#svm.airdrop(kit.address(to), kit.lamports(lamports));
    if (ran === null || ran instanceof FailedTransactionMetadata) {
      throw new Error(`${lamports} lamports could not be given to ${to}`);
    }
  }

  /** Lets slots pass. A blockhash that is too old is gone, and with it all that was signed with it. */
  advance(slots) {
    this.slot += slots;
    if (this.slot > this.blockhashEnd) {
      this.#svm.expireBlockhash();
      this.#hashSlot = this.slot;
    }

    return this.slot;
  }

  account(address) {
    const found = this.#svm.getAccount(kit.address(address));
    return found.exists ? found : null;
  }

  lamportsOf(address) {
    return Number(this.#svm.getBalance(kit.address(address)) ?? 0n);
  }

  record(signature) {
    return this.#records.get(signature) ?? null;
  }

  /** Newest first. */
  signaturesOf(address) {
    return this.#byAddress.get(address) ?? [];
  }

  /** Runs without keeping what it does. */
  simulate(bytes, { sigVerify, replaceBlockhash }) {
    this.#svm.withSigverify(sigVerify).withBlockhashCheck(!replaceBlockhash);
    try {
      return outcome(this.#svm.simulateTransaction(this.#decoder.decode(new Uint8Array(bytes))));
    } finally {
      this.#svm.withSigverify(true).withBlockhashCheck(true);
    }
  }

  /** Runs it in a block of its own; what was not executed leaves no record. */
  execute(bytes) {
    const { message, signatures } = web3.VersionedTransaction.deserialize(bytes);
    const id = bs58.encode(signatures[0]);
    const keys = message.staticAccountKeys.map((one) => one.toBase58());
    const before = this.#balances(keys);
    const ran = outcome(this.#svm.sendTransaction(this.#decoder.decode(new Uint8Array(bytes))));
    const after = this.#balances(keys);
    const fee = feeOf(message, keys);
    if (ran.err !== null && before.lamports[0] === after.lamports[0]) {
      return { ...ran, id, executed: false };
    }

    const record = { ...ran, id, executed: true, slot: ++this.slot, bytes, keys, before, after, fee };
    this.#records.set(id, record);
    for (const address of keys) {
      this.#byAddress.set(address, [id, ...this.signaturesOf(address)]);
    }

    return record;
  }

  #balances(keys) {
    return {
      lamports: keys.map((address) => this.lamportsOf(address)),
      tokens: keys.flatMap((address, index) => this.#tokens(address, index)),
    };
  }

  #tokens(address, accountIndex) {
    const account = this.account(address);
    const data = account ? Buffer.from(account.data) : Buffer.alloc(0);
    const isToken = TOKEN_PROGRAMS.includes(account?.programAddress) && (data.length === 165 || data[165] === 2);
    if (!isToken) {
      return [];
    }

    const mint = bs58.encode(data.subarray(0, 32));
    const decimals = this.account(mint).data[44];
    const amount = data.readBigUInt64LE(64).toString();
    return [
      {
        accountIndex,
        mint,
        owner: bs58.encode(data.subarray(32, 64)),
        programId: account.programAddress,
        uiTokenAmount: { amount, decimals, uiAmount: null, uiAmountString: amount },
      },
    ];
  }
}

function outcome(result) {
  const failed = result instanceof FailedTransactionMetadata;
  const meta = typeof result.meta === 'function' ? result.meta() : result;
  return {
    err: failed ? errorOf(result.err()) : null,
    logs: meta.logs(),
    units: Number(meta.computeUnitsConsumed()),
    inner: meta.innerInstructions().map((group) => group.map((one) => one.instruction())),
  };
}

function errorOf(error) {
  if (typeof error === 'number') {
    return ERRORS[error] ?? `Error${error}`;
  }

  const text = error.toString();
  const custom = text.match(/InstructionError \{ index: (\d+), error: InstructionErrorCustom \{ code: (\d+) \}/);
  if (custom) {
    return { InstructionError: [Number(custom[1]), { Custom: Number(custom[2]) }] };
  }

  const rent = text.match(/InsufficientFundsForRent \{ account_index: (\d+)/);
  if (rent) {
    return { InsufficientFundsForRent: { account_index: Number(rent[1]) } };
  }

  const other = text.match(/InstructionError \{ index: (\d+), error: (\w+)/);
  return other ? { InstructionError: [Number(other[1]), other[2]] } : text;
}

/** 5000 lamports for each signature, and the priority fee rounded up. */
function feeOf(message, keys) {
  let [units, price] = [0n, 0n];
  for (const instruction of message.compiledInstructions) {
    if (keys[instruction.programIdIndex] === COMPUTE_BUDGET) {
      const data = Buffer.from(instruction.data);
      units = data[0] === 2 ? BigInt(data.readUInt32LE(1)) : units;
      price = data[0] === 3 ? data.readBigUInt64LE(1) : price;
    }
  }

  return 5000 * message.header.numRequiredSignatures + Number((units * price + 999_999n) / 1_000_000n);
}
