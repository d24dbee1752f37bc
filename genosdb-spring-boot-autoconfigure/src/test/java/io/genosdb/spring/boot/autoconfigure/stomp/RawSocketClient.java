package io.genosdb.spring.boot.autoconfigure.stomp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that speaks WebSocket by hand, so that it can stop reading for as long as a test wants. */
final class RawSocketClient implements AutoCloseable {

    private final Socket socket = new Socket();
    private final DataInputStream in;

    RawSocketClient(int port) throws IOException {
        socket.setReceiveBufferSize(8_192);
        socket.setSoTimeout(20_000);
        socket.connect(new InetSocketAddress("localhost", port));
        in = new DataInputStream(socket.getInputStream());
        write(("GET /genosdb/stomp HTTP/1.1\r\nHost: localhost:" + port + "\r\nUpgrade: websocket\r\n"
                        + "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: v12.stomp\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        readHandshake();
        send("CONNECT\naccept-version:1.2\nhost:localhost\n\n");
        next();
    }

    private void readHandshake() throws IOException {
        var answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.readUnsignedByte());
        }
    }

    private void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /** Sends a short STOMP frame as one WebSocket message, masked with zeros. */
    void send(String frame) throws IOException {
        byte[] text = (frame + "\0").getBytes(StandardCharsets.UTF_8);
        var message = new ByteArrayOutputStream();
        message.write(0x81);
        message.write(0x80 | 126);
        message.write(text.length >> 8);
        message.write(text.length);
        message.write(new byte[4]);
        message.write(text);
        write(message.toByteArray());
    }

    /** The next STOMP frame, or "closed", code and reason. */
    String next() throws IOException {
        var text = new ByteArrayOutputStream();
        while (true) {
            int first = in.readUnsignedByte();
            byte[] payload = payload();
            if ((first & 0x0F) == 8) {
                return "closed " + ((payload[0] & 0xFF) << 8 | payload[1] & 0xFF) + " "
                        + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
            }
            text.write(payload);
            if ((first & 0x80) != 0) {
                return text.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private byte[] payload() throws IOException {
        long length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        return payload;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
