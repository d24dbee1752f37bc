import { Wallet, getAddress, hexlify } from 'ethers';

// A wallet for trying things out: its key lies open in the browser's storage. A real page asks the user's own wallet instead
// (window.ethereum, EIP-1193), with the same messages: personal_sign of a text, and of the 32 bytes of a hash.
const PLACE = 'demo-wallet';

/** The second account of the mnemonic in application.yaml, a superadmin there; the whole world knows its key. */
const ADMINISTRATOR = '0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d';

let wallet = load();

function load() {
  const kept = localStorage.getItem(PLACE);
  return kept ? new Wallet(kept) : keep(random());
}

function random() {
  return new Wallet(hexlify(crypto.getRandomValues(new Uint8Array(32))));
}

function keep(other) {
  localStorage.setItem(PLACE, other.privateKey);
  return other;
}

export const address = () => wallet.address;
export const privateKey = () => wallet.privateKey;

/** Signs a text, or bytes, as `personal_sign` does (EIP-191). */
export const sign = (message) => wallet.signMessage(message);

export function renew() {
  wallet = keep(random());
}

export function becomeAdministrator() {
  wallet = keep(new Wallet(ADMINISTRATOR));
}

/** Takes another key. */
export function take(key) {
  try {
    wallet = keep(new Wallet(key.trim()));
  } catch {
    throw new Error('A private key is 0x and 64 hexadecimal digits.');
  }
}

/** An address as entries have it, with the checksum of EIP-55. */
export function checked(text) {
  try {
    return getAddress(text.trim());
  } catch {
    throw new Error('An address is 0x and 40 hexadecimal digits; in mixed case, these are a checksum.');
  }
}
