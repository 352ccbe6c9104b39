// Solana's transactions by @solana/web3.js, @solana/spl-token and @solana/kit, from and to the cases of the tests.
import { createPublicKey, verify as verifyByNode } from 'node:crypto';
import * as web3 from '@solana/web3.js';
import * as spl from '@solana/spl-token';
import * as kit from '@solana/kit';
import * as system from '@solana-program/system';
import * as token from '@solana-program/token';
import bs58 from 'bs58';
import nacl from 'tweetnacl';
import { serve } from './lines.mjs';

const MEMO = new web3.PublicKey('MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr');
const key = (text) => new web3.PublicKey(text);
const keypairs = new Map();

function keypair(seed) {
  if (!keypairs.has(seed)) {
    keypairs.set(seed, web3.Keypair.fromSeed(Buffer.from(seed, 'hex')));
  }

  return keypairs.get(seed);
}

/** What builds each kind of instruction. */
const builders = {
  unitLimit: (i) => web3.ComputeBudgetProgram.setComputeUnitLimit({ units: i.units }),
  unitPrice: (i) => web3.ComputeBudgetProgram.setComputeUnitPrice({ microLamports: BigInt(i.microLamports) }),
  memo: (i) => new web3.TransactionInstruction({ programId: MEMO, keys: [], data: Buffer.from(i.text, 'utf8') }),
  transfer: (i) =>
    web3.SystemProgram.transfer({ fromPubkey: key(i.from), toPubkey: key(i.to), lamports: BigInt(i.lamports) }),
  nonceAdvance: (i) =>
    web3.SystemProgram.nonceAdvance({ noncePubkey: key(i.nonce), authorizedPubkey: key(i.authority) }),
  createToken: (i) =>
    spl.createAssociatedTokenAccountIdempotentInstruction(
      key(i.payer),
      spl.getAssociatedTokenAddressSync(key(i.mint), key(i.owner), true, key(i.program)),
      key(i.owner),
      key(i.mint),
      key(i.program),
    ),
  transferChecked: (i) =>
    spl.createTransferCheckedInstruction(
      key(i.source),
      key(i.mint),
      key(i.destination),
      key(i.owner),
      BigInt(i.units),
      i.decimals,
      [],
      key(i.program),
    ),
  transferWithFee: (i) =>
    spl.createTransferCheckedWithFeeInstruction(
      key(i.source),
      key(i.mint),
      key(i.destination),
      key(i.owner),
      BigInt(i.units),
      i.decimals,
      BigInt(i.fee),
    ),
  raw: (i) =>
    new web3.TransactionInstruction({
      programId: key(i.program),
      keys: i.accounts.map((a) => ({ pubkey: key(a.key), isSigner: a.signer, isWritable: a.writable })),
      data: Buffer.from(i.data, 'hex'),
    }),
};

const build = (instruction) => builders[instruction.kind](instruction);

function buildLegacy({ spec, seeds }) {
  const transaction = new web3.Transaction({ feePayer: key(spec.payer), recentBlockhash: spec.blockhash });
  transaction.add(...spec.instructions.map(build));
  transaction.sign(...seeds.map(keypair));
  return transaction.serialize();
}

function buildV0({ spec, seeds }) {
  const tables = (spec.tables ?? []).map(
    (table) =>
      new web3.AddressLookupTableAccount({
        key: key(table.key),
        state: {
          deactivationSlot: 0xffffffffffffffffn,
          lastExtendedSlot: 0,
          lastExtendedSlotStartIndex: 0,
          addresses: table.addresses.map(key),
        },
      }),
  );
  const message = new web3.TransactionMessage({
    payerKey: key(spec.payer),
    recentBlockhash: spec.blockhash,
    instructions: spec.instructions.map(build),
  }).compileToV0Message(tables);
  const transaction = new web3.VersionedTransaction(message);
  transaction.sign(seeds.map(keypair));
  return transaction.serialize();
}

/** The same instruction as kit's own clients make it, where they have it. */
function buildForKit(instruction) {
  const i = instruction;
  if (i.kind === 'transfer') {
    return system.getTransferSolInstruction({
      source: kit.createNoopSigner(i.from),
      destination: i.to,
      amount: BigInt(i.lamports),
    });
  }

  if (i.kind === 'transferChecked') {
    return token.getTransferCheckedInstruction(
      {
        source: i.source,
        mint: i.mint,
        destination: i.destination,
        authority: kit.createNoopSigner(i.owner),
        amount: BigInt(i.units),
        decimals: i.decimals,
      },
      { programAddress: i.program },
    );
  }

  const built = build(i);
  return {
    programAddress: built.programId.toBase58(),
    accounts: built.keys.map((meta) => ({
      address: meta.pubkey.toBase58(),
      role: (meta.isSigner ? 2 : 0) + (meta.isWritable ? 1 : 0),
    })),
    data: new Uint8Array(built.data),
  };
}

async function buildByKit({ spec, seeds }) {
  const version = spec.version === 'legacy' ? 'legacy' : 0;
  let message = kit.pipe(
    kit.createTransactionMessage({ version }),
    (m) => kit.setTransactionMessageFeePayer(spec.payer, m),
    (m) =>
      kit.setTransactionMessageLifetimeUsingBlockhash({ blockhash: spec.blockhash, lastValidBlockHeight: 1n }, m),
    (m) => kit.appendTransactionMessageInstructions(spec.instructions.map(buildForKit), m),
  );
  if (spec.tables?.length > 0) {
    const tables = Object.fromEntries(spec.tables.map((table) => [table.key, table.addresses]));
    message = kit.compressTransactionMessageUsingAddressLookupTables(message, tables);
  }

  const pairs = await Promise.all(
    seeds.map((seed) => kit.createKeyPairFromPrivateKeyBytes(new Uint8Array(Buffer.from(seed, 'hex')))),
  );
  const signed = await kit.partiallySignTransaction(pairs, kit.compileTransaction(message));
  return kit.getTransactionEncoder().encode(signed);
}

/** The bytes that each library makes of a case. */
async function compose(cases) {
  const answers = [];
  for (const one of cases) {
    const bytes =
      one.by === 'kit' ? await buildByKit(one) : one.spec.version === 'legacy' ? buildLegacy(one) : buildV0(one);
    answers.push({ bytes: Buffer.from(bytes).toString('base64'), view: one.view ? view(bytes) : undefined });
  }

  return answers;
}

/** A message as it is, without knowing what its instructions mean. */
function view(bytes) {
  const { message, signatures } = web3.VersionedTransaction.deserialize(bytes);
  const { header } = message;
  return {
    version: message.version,
    header: [header.numRequiredSignatures, header.numReadonlySignedAccounts, header.numReadonlyUnsignedAccounts],
    keys: message.staticAccountKeys.map((one) => one.toBase58()),
    blockhash: message.recentBlockhash,
    instructions: message.compiledInstructions.map((one) => ({
      program: one.programIdIndex,
      accounts: [...one.accountKeyIndexes],
      data: Buffer.from(one.data).toString('hex'),
    })),
    lookups: message.addressTableLookups.map((one) => ({
      table: one.accountKey.toBase58(),
      writable: [...one.writableIndexes],
      readOnly: [...one.readonlyIndexes],
    })),
    signatures: signatures.map((one) => bs58.encode(one)),
  };
}

/** What each instruction means, by the libraries' own readers. */
function read(instruction) {
  const { programId, keys, data } = instruction;
  const at = (place) => keys[place].pubkey.toBase58();
  if (programId.equals(web3.ComputeBudgetProgram.programId)) {
    const type = web3.ComputeBudgetInstruction.decodeInstructionType(instruction);
    return type === 'SetComputeUnitLimit'
      ? { kind: 'unitLimit', units: web3.ComputeBudgetInstruction.decodeSetComputeUnitLimit(instruction).units }
      : {
          kind: 'unitPrice',
          microLamports: `${web3.ComputeBudgetInstruction.decodeSetComputeUnitPrice(instruction).microLamports}`,
        };
  }

  if (programId.equals(MEMO)) {
    return { kind: 'memo', text: data.toString('utf8') };
  }

  if (programId.equals(web3.SystemProgram.programId)) {
    if (web3.SystemInstruction.decodeInstructionType(instruction) === 'AdvanceNonceAccount') {
      const nonce = web3.SystemInstruction.decodeNonceAdvance(instruction);
      return {
        kind: 'nonceAdvance',
        nonce: nonce.noncePubkey.toBase58(),
        authority: nonce.authorizedPubkey.toBase58(),
      };
    }

    const transfer = web3.SystemInstruction.decodeTransfer(instruction);
    return {
      kind: 'transfer',
      from: transfer.fromPubkey.toBase58(),
      to: transfer.toPubkey.toBase58(),
      lamports: transfer.lamports,
    };
  }

  if (programId.equals(spl.ASSOCIATED_TOKEN_PROGRAM_ID)) {
    if (data.length !== 1 || data[0] !== 1 || keys.length !== 6 || at(4) !== web3.SystemProgram.programId.toBase58()) {
      throw new Error('not the idempotent creation of an associated token account');
    }

    return { kind: 'createToken', payer: at(0), account: at(1), owner: at(2), mint: at(3), program: at(5) };
  }

  return readTokenTransfer(instruction);
}

function readTokenTransfer(instruction) {
  const program = instruction.programId;
  const withFee = instruction.data[0] === spl.TokenInstruction.TransferFeeExtension;
  const transfer = withFee
    ? spl.decodeTransferCheckedWithFeeInstruction(instruction, program)
    : spl.decodeTransferCheckedInstruction(instruction, program);
  const { source, mint, destination, owner, authority, multiSigners, signers } = transfer.keys;
  if ((multiSigners ?? signers ?? []).length > 0) {
    throw new Error('more signers than the owner');
  }

  return {
    ...(withFee ? { kind: 'transferWithFee', fee: transfer.data.fee } : { kind: 'transferChecked' }),
    ...(withFee ? {} : { program: program.toBase58() }),
    source: source.pubkey.toBase58(),
    mint: mint.pubkey.toBase58(),
    destination: destination.pubkey.toBase58(),
    owner: (owner ?? authority).pubkey.toBase58(),
    units: transfer.data.amount,
    decimals: transfer.data.decimals,
  };
}

function understand(bytes) {
  const transaction = web3.VersionedTransaction.deserialize(bytes);
  const message = web3.TransactionMessage.decompile(transaction.message);
  return {
    version: transaction.message.version,
    payer: message.payerKey.toBase58(),
    blockhash: message.recentBlockhash,
    instructions: message.instructions.map(read),
  };
}

/** Reads signed bytes with both libraries. Each checks every signature by its own means. */
async function accept(transactions) {
  const answers = [];
  for (const base64 of transactions) {
    const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
    const byKit = kit.getTransactionDecoder().decode(bytes);
    kit.assertIsFullySignedTransaction(byKit);
    for (const [address, signature] of Object.entries(byKit.signatures)) {
      const publicKey = await kit.getPublicKeyFromAddress(address);
      if (!(await kit.verifySignature(publicKey, signature, byKit.messageBytes))) {
        throw new Error(`kit does not verify the signature of ${address}`);
      }
    }

    if (!Buffer.from(kit.getTransactionEncoder().encode(byKit)).equals(Buffer.from(bytes))) {
      throw new Error('kit encodes it differently');
    }

    const compiled = kit.getCompiledTransactionMessageDecoder().decode(byKit.messageBytes);
    const again = Buffer.from(kit.getCompiledTransactionMessageEncoder().encode(compiled));
    if (!again.equals(Buffer.from(byKit.messageBytes))) {
      throw new Error('kit encodes the message differently');
    }

    if (compiled.version === 'legacy') {
      const legacy = web3.Transaction.from(bytes);
      if (!legacy.verifySignatures() || !legacy.serialize().equals(Buffer.from(bytes))) {
        throw new Error('web3.js does not verify it, or writes it differently');
      }
    } else if (!Buffer.from(web3.VersionedTransaction.deserialize(bytes).serialize()).equals(Buffer.from(bytes))) {
      throw new Error('web3.js writes it differently');
    }

    answers.push({ ...understand(bytes), id: bs58.encode(Object.values(byKit.signatures)[0]) });
  }

  return answers;
}

/** Addresses, signatures and text forms of keys. */
function keys(cases) {
  return cases.map((one) => {
    const pair = web3.Keypair.fromSeed(Buffer.from(one.seed, 'hex'));
    const message = Buffer.from(one.message, 'hex');
    const publicKey = createPublicKey({
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), pair.publicKey.toBuffer()]),
      format: 'der',
      type: 'spki',
    });
    return {
      address: pair.publicKey.toBase58(),
      secret: bs58.encode(pair.secretKey),
      signature: Buffer.from(nacl.sign.detached(message, pair.secretKey)).toString('hex'),
      verified: verifyByNode(null, message, publicKey, Buffer.from(one.signature, 'hex')),
      base58: bs58.encode(message),
      onCurve: web3.PublicKey.isOnCurve(Buffer.from(one.point, 'hex')),
      token: spl
        .getAssociatedTokenAddressSync(key(one.mint), key(one.owner), true, key(one.program))
        .toBase58(),
    };
  });
}

serve({ compose, accept, keys });
