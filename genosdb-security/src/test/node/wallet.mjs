// A wallet and a verifier: reads one JSON object of questions, writes one of answers.
import { Wallet, getBytes, hashMessage, recoverAddress, verifyMessage } from 'ethers'

let text = ''
for await (const chunk of process.stdin) text += chunk
const { hashes, messages, toSign, keystore, password } = JSON.parse(text)

// Signatures of entries have no v.
const isSignedBy = ({ address, hash, signature }) => {
  const [r, s] = ['0x' + signature.slice(0, 64), '0x' + signature.slice(64)]
  const digest = hashMessage(getBytes('0x' + hash))
  return [27, 28].some(v => recoverAddress(digest, { r, s, v }) === address)
}

const signed = []
for (const { privateKey, hash, message } of toSign) {
  const wallet = new Wallet(privateKey)
  signed.push({
    address: wallet.address,
    ofHash: (await wallet.signMessage(getBytes('0x' + hash))).slice(2),
    ofMessage: (await wallet.signMessage(message)).slice(2)
  })
}

console.log(
  JSON.stringify({
    hashes: hashes.map(isSignedBy),
    messages: messages.map(({ message, signature }) => verifyMessage(message, '0x' + signature)),
    signed,
    opened: Wallet.fromEncryptedJsonSync(keystore, password).address,
    keystore: new Wallet(toSign[0].privateKey).encryptSync(password, { scrypt: { N: 1024 } })
  })
)
