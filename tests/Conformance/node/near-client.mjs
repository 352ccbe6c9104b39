// A customer's program on a NEAR network: near-api-js pays through its accounts, and reads what others paid.
import { Account, JsonRpcProvider, KeyPair, KeyPairSigner } from 'near-api-js';
import { FungibleToken } from 'near-api-js/tokens';
import bs58 from 'bs58';
import { serve } from './lines.mjs';

const FINAL = { finality: 'final' };
let provider;

function account({ seed, accountId }) {
  const secret = bs58.encode(Buffer.concat([Buffer.from(seed, 'hex'), Buffer.alloc(32)]));
  return new Account(accountId, provider, new KeyPairSigner(KeyPair.fromString(`ed25519:${secret}`)));
}

const token = (contract) => new FungibleToken(contract, { decimals: 6, name: 'USD Coin', symbol: 'USDC' });

/** What only a local network has; answers once it is final. */
async function faucet({ method, order }) {
  const hash = await provider.sendJsonRpc(method, order);
  await provider.viewTransactionStatus({ txHash: hash, accountId: 'local', waitUntil: 'FINAL' });
  return hash;
}

function hashOf(outcome) {
  if (outcome.status.SuccessValue === undefined) {
    throw new Error(`failed: ${JSON.stringify(outcome.status)}`);
  }

  return outcome.transaction.hash;
}

/** Pays NEAR, and answers the hash once the payment has taken place. */
async function pay(order) {
  return hashOf(await account(order).transfer({ receiverId: order.to, amount: BigInt(order.amount) }));
}

/** The same of a token; a recipient that the contract does not know is registered first. Tells no hash. */
async function payToken(order) {
  await account(order).transfer({ receiverId: order.to, amount: BigInt(order.amount), token: token(order.contract) });
}

/** The same with a memo, by a call of the contract. */
async function payTokenWithMemo(order) {
  const outcome = await account(order).callFunctionRaw({
    contractId: order.contract,
    methodName: 'ft_transfer',
    args: { receiver_id: order.to, amount: order.amount, memo: order.memo },
    deposit: 1n,
    gas: 30_000_000_000_000n,
  });
  return hashOf(outcome);
}

/** What the SDK reads of a transaction that somebody else made. */
async function read({ hash, accountId }) {
  const found = await provider.viewTransactionStatus({ txHash: hash, accountId, waitUntil: 'FINAL' });
  return {
    finality: found.final_execution_status,
    succeeded: found.status.SuccessValue !== undefined,
    signer: found.transaction.signer_id,
    receiver: found.transaction.receiver_id,
    actions: found.transaction.actions.map((action) => {
      if (action.Transfer) {
        return { transfer: action.Transfer.deposit };
      }

      const call = action.FunctionCall;
      return { method: call.method_name, args: JSON.parse(Buffer.from(call.args, 'base64').toString('utf8')) };
    }),
  };
}

/** The questions a wallet asks. */
async function look({ accountId, publicKey, contract }) {
  const key = await provider.viewAccessKey({ accountId, publicKey, finalityQuery: FINAL });
  const block = await provider.viewBlock(FINAL);
  const gas = await provider.viewGasPrice();
  return {
    amount: (await provider.viewAccount({ accountId, blockQuery: FINAL })).amount,
    permission: key.permission,
    units: await token(contract).getBalance({ accountId, provider }),
    network: await provider.getNetworkId(),
    height: block.header.height,
    gasPrice: gas.gas_price,
  };
}

serve({
  connect: (url) => {
    provider = new JsonRpcProvider({ url });
  },
  faucet,
  pay,
  payToken,
  payTokenWithMemo,
  read,
  look,
});
