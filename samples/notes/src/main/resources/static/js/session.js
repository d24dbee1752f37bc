import { get, post } from './api.js';
import * as wallet from './wallet.js';

let me = { address: null, role: null, permissions: [], passkey: false };

/** Who is signed in, as the application said last. */
export const current = () => me;
export const may = (permission) => me.permissions.includes(permission);

/** Asks who is signed in. */
export async function refresh() {
  me = await get('api/me');
  return me;
}

/** Sign-In with Ethereum, EIP-4361. */
export async function signInWithWallet() {
  const { nonce, issuedAt } = await get('genosdb/siwe/nonce');
  const message = [
    `${location.host} wants you to sign in with your Ethereum account:`,
    wallet.address(),
    '',
    'Sign in to your notes.',
    '',
    `URI: ${location.origin}`,
    'Version: 1',
    'Chain ID: 1',
    `Nonce: ${nonce}`,
    `Issued At: ${issuedAt}`,
  ].join('\n');
  await post('genosdb/siwe/login', { message, signature: await wallet.sign(message) });
  return refresh();
}

export async function signOut() {
  await post('logout');
  return refresh();
}

/** Adds a passkey to who is signed in. */
export async function addPasskey() {
  const options = await post('webauthn/register/options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  const label = `Passkey of ${new Date().toLocaleDateString()}`;
  await post('webauthn/register', { publicKey: { credential: credential.toJSON(), label } });
}

export async function signInWithPasskey() {
  const options = await post('webauthn/authenticate/options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey });
  await post('login/webauthn', credential.toJSON());
  return refresh();
}
