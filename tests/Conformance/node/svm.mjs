// A real Solana virtual machine, litesvm, behind the JSON-RPC of a node: what tests pay on it, and with it in hand.
import { createHash } from 'node:crypto';
import * as web3 from '@solana/web3.js';
import * as spl from '@solana/spl-token';
import { serve } from './lines.mjs';
import { SvmNode } from './svm-node.mjs';
import { listen } from './svm-rpc.mjs';

const FEE_UNITS_MAX = 1_000_000n;
const node = new SvmNode();
const keypair = (name) => web3.Keypair.fromSeed(createHash('sha256').update(`svm/${name}`).digest());
const bank = keypair('bank');
const key = (text) => new web3.PublicKey(text);
const programs = { token: spl.TOKEN_PROGRAM_ID, token2022: spl.TOKEN_2022_PROGRAM_ID };

function run(instructions, ...signers) {
  const transaction = new web3.Transaction({ feePayer: bank.publicKey, recentBlockhash: node.blockhash });
  transaction.add(...instructions);
  transaction.sign(bank, ...signers);
  const record = node.execute(transaction.serialize());
  if (record.err !== null) {
    throw new Error(`${JSON.stringify(record.err)} ${record.logs.join('\n')}`);
  }
}

/** A new mint, of Token-2022 perhaps one that keeps back a fee of transfers; answers its address. */
function createMint({ name, program, decimals, feeBasisPoints }) {
  const mint = keypair(name);
  const owner = programs[program];
  const hasFee = feeBasisPoints !== null;
  const space = spl.getMintLen(hasFee ? [spl.ExtensionType.TransferFeeConfig] : []);
  const extensions = hasFee
    ? [
        spl.createInitializeTransferFeeConfigInstruction(
          mint.publicKey,
          bank.publicKey,
          bank.publicKey,
          feeBasisPoints,
          FEE_UNITS_MAX,
          owner,
        ),
      ]
    : [];
  run(
    [
      web3.SystemProgram.createAccount({
        fromPubkey: bank.publicKey,
        newAccountPubkey: mint.publicKey,
        space,
        lamports: node.rentOf(space),
        programId: owner,
      }),
      ...extensions,
      spl.createInitializeMint2Instruction(mint.publicKey, decimals, bank.publicKey, null, owner),
    ],
    mint,
  );
  return mint.publicKey.toBase58();
}

/** Gives a wallet tokens; answers its token account. */
function mintTo({ mint, program, owner, units }) {
  const programId = programs[program];
  const account = spl.getAssociatedTokenAddressSync(key(mint), key(owner), true, programId);
  run([
    spl.createAssociatedTokenAccountIdempotentInstruction(bank.publicKey, account, key(owner), key(mint), programId),
    spl.createMintToInstruction(key(mint), account, bank.publicKey, BigInt(units), [], programId),
  ]);
  return account.toBase58();
}

/** Turns on that the wallet's token account takes transfers with a memo only. */
function requireMemo({ mint, seed }) {
  const owner = web3.Keypair.fromSeed(Buffer.from(seed, 'hex'));
  const account = spl.getAssociatedTokenAddressSync(key(mint), owner.publicKey, true, programs.token2022);
  run(
    [
      spl.createReallocateInstruction(
        account,
        bank.publicKey,
        [spl.ExtensionType.MemoTransfer],
        owner.publicKey,
        [],
        programs.token2022,
      ),
      spl.createEnableRequiredMemoTransfersInstruction(account, owner.publicKey, [], programs.token2022),
    ],
    owner,
  );
}

/** A nonce account of the given authority; answers its address. */
function createNonce({ name, authority }) {
  const nonce = keypair(name);
  const made = web3.SystemProgram.createNonceAccount({
    fromPubkey: bank.publicKey,
    noncePubkey: nonce.publicKey,
    authorizedPubkey: key(authority),
    lamports: node.rentOf(web3.NONCE_ACCOUNT_LENGTH),
  });
  run(made.instructions, nonce);
  return nonce.publicKey.toBase58();
}

node.airdrop(bank.publicKey.toBase58(), 100_000_000_000_000n);
serve({
  listen: () => listen(node),
  airdrop: ({ to, lamports }) => node.airdrop(to, BigInt(lamports)),
  createMint,
  mintTo,
  requireMemo,
  createNonce,
  advance: (slots) => node.advance(slots),
  unitsOf: (signature) => node.record(signature).units,
  /** Past the checks that a node makes first, as a leader executes what reaches it. */
  execute: ({ base64 }) => node.execute(Buffer.from(base64, 'base64')).err,
});
