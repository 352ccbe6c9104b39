// NEAR's transactions and signed messages by near-api-js, from and to the cases of the tests.
import * as near from 'near-api-js';
import bs58 from 'bs58';
import { serve } from './lines.mjs';

const { actions, buildDelegateAction, createTransaction, KeyPair, KeyPairSigner, PublicKey, SignedTransaction } = near;
const signers = new Map();

function signer(seed) {
  if (!signers.has(seed)) {
    // The SDK's secret is the seed and the public key, of which it reads the seed only.
    const secret = bs58.encode(Buffer.concat([Buffer.from(seed, 'hex'), Buffer.alloc(32)]));
    signers.set(seed, new KeyPairSigner(KeyPair.fromString(`ed25519:${secret}`)));
  }

  return signers.get(seed);
}

const base64 = (text) => new Uint8Array(Buffer.from(text, 'base64'));
const key = (text) => PublicKey.from(text);

function addKey(a) {
  const added = a.limits
    ? actions.addFunctionCallAccessKey(
        key(a.publicKey),
        a.limits.receiverId,
        a.limits.methodNames,
        a.limits.allowance === null ? undefined : BigInt(a.limits.allowance),
      )
    : actions.addFullAccessKey(key(a.publicKey));
  added.addKey.accessKey.nonce = BigInt(a.nonce);
  return added;
}

const builders = {
  createAccount: () => actions.createAccount(),
  deployContract: (a) => actions.deployContract(base64(a.code)),
  functionCall: (a) => actions.functionCall(a.methodName, base64(a.args), BigInt(a.gas), BigInt(a.deposit)),
  transfer: (a) => actions.transfer(BigInt(a.deposit)),
  stake: (a) => actions.stake(BigInt(a.stake), key(a.publicKey)),
  addKey,
  deleteKey: (a) => actions.deleteKey(key(a.publicKey)),
  deleteAccount: (a) => actions.deleteAccount(a.beneficiaryId),
};

async function build(action, seeds) {
  if (action.kind !== 'delegate') {
    return builders[action.kind](action);
  }

  const delegate = buildDelegateAction({
    senderId: action.senderId,
    receiverId: action.receiverId,
    actions: await Promise.all(action.actions.map((one) => build(one, seeds))),
    nonce: BigInt(action.nonce),
    maxBlockHeight: BigInt(action.maxBlockHeight),
    publicKey: key(action.publicKey),
  });
  const { signedDelegate } = await signer(seeds[action.publicKey]).signDelegateAction(delegate);
  return actions.signedDelegate(signedDelegate);
}

async function compose(cases) {
  const answers = [];
  for (const { spec, seeds } of cases) {
    const transaction = createTransaction(
      spec.signerId,
      key(spec.publicKey),
      spec.receiverId,
      BigInt(spec.nonce),
      await Promise.all(spec.actions.map((one) => build(one, seeds))),
      bs58.decode(spec.blockHash),
    );
    const { txHash, signedTransaction } = await signer(seeds[spec.publicKey]).signTransaction(transaction);
    answers.push({
      bytes: Buffer.from(signedTransaction.encode()).toString('base64'),
      hash: bs58.encode(txHash),
    });
  }

  return answers;
}

const keyOf = (decoded) => PublicKey.from(decoded).toString();
const toBase64 = (bytes) => Buffer.from(bytes).toString('base64');

function accessKeyOf({ publicKey, accessKey }) {
  const limits = accessKey.permission.functionCall;
  return {
    kind: 'addKey',
    publicKey: keyOf(publicKey),
    nonce: accessKey.nonce,
    limits: limits
      ? { allowance: limits.allowance, receiverId: limits.receiverId, methodNames: limits.methodNames }
      : null,
  };
}

function delegateOf({ delegateAction: d, signature }) {
  return {
    kind: 'delegate',
    senderId: d.senderId,
    receiverId: d.receiverId,
    actions: d.actions.map(actionOf),
    nonce: d.nonce,
    maxBlockHeight: d.maxBlockHeight,
    publicKey: keyOf(d.publicKey),
    signature: bs58.encode(signature.ed25519Signature.data),
  };
}

const readers = {
  createAccount: () => ({ kind: 'createAccount' }),
  deployContract: (a) => ({ kind: 'deployContract', code: toBase64(a.code) }),
  functionCall: (a) => ({
    kind: 'functionCall',
    methodName: a.methodName,
    args: toBase64(a.args),
    gas: a.gas,
    deposit: a.deposit,
  }),
  transfer: (a) => ({ kind: 'transfer', deposit: a.deposit }),
  stake: (a) => ({ kind: 'stake', stake: a.stake, publicKey: keyOf(a.publicKey) }),
  addKey: accessKeyOf,
  deleteKey: (a) => ({ kind: 'deleteKey', publicKey: keyOf(a.publicKey) }),
  deleteAccount: (a) => ({ kind: 'deleteAccount', beneficiaryId: a.beneficiaryId }),
  signedDelegate: delegateOf,
};

function actionOf(decoded) {
  const [kind] = Object.keys(decoded).filter((name) => name in readers);
  return readers[kind](decoded[kind]);
}

/** Reads signed bytes and verifies the signature over the hash that the SDK computes itself. */
function accept(cases) {
  return cases.map(({ bytes, hash }) => {
    const signed = SignedTransaction.decode(base64(bytes));
    const { transaction, signature } = signed;
    return {
      spec: {
        signerId: transaction.signerId,
        publicKey: transaction.publicKey.toString(),
        nonce: transaction.nonce,
        receiverId: transaction.receiverId,
        blockHash: bs58.encode(Uint8Array.from(transaction.blockHash)),
        actions: transaction.actions.map(actionOf),
      },
      verified: transaction.publicKey.verify(bs58.decode(hash), Uint8Array.from(signature.ed25519Signature.data)),
      again: toBase64(signed.encode()),
    };
  });
}

async function keys(cases) {
  const answers = [];
  for (const one of cases) {
    const pair = KeyPair.fromString(one.secret);
    const publicKey = pair.getPublicKey();
    const message = Buffer.from(one.message, 'hex');
    answers.push({
      publicKey: publicKey.toString(),
      implicit: near.keyToImplicitAddress(publicKey),
      signature: Buffer.from(pair.sign(message).signature).toString('hex'),
      verified: publicKey.verify(message, Buffer.from(one.signature, 'hex')),
    });
  }

  return answers;
}

/** Messages as wallets sign them (NEP-413). */
async function messages(cases) {
  const answers = [];
  for (const { seed, accountId, message, recipient, nonce, callbackUrl } of cases) {
    const signed = await signer(seed).signNep413Message(accountId, {
      message,
      recipient,
      nonce: new Uint8Array(Buffer.from(nonce, 'hex')),
      callbackUrl: callbackUrl ?? undefined,
    });
    answers.push({ publicKey: signed.publicKey.toString(), signature: toBase64(signed.signature) });
  }

  return answers;
}

serve({ compose, accept, keys, messages });
