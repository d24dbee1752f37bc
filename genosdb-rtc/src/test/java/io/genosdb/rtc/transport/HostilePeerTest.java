package io.genosdb.rtc.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.HeadlessAudioDeviceModule;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The other side keeps to no rules: it uses webrtc-java as it comes. */
@Timeout(60)
class HostilePeerTest {

    private PeerTransport transport;
    private final Recorder recorder = new Recorder();
    private HeadlessAudioDeviceModule audio;
    private PeerConnectionFactory factory;
    private RTCPeerConnection hostile;
    private RTCDataChannel data;

    @BeforeEach
    void connect() throws Exception {
        WebRtcHere.assume();
        transport = WebRtcTransport.open(WebRtcOptions.DEFAULTS);
        audio = new HeadlessAudioDeviceModule();
        factory = new PeerConnectionFactory(audio);
        BlockingQueue<RTCIceCandidate> ways = new LinkedBlockingQueue<>();
        PeerConnectionObserver observer = ways::add;
        hostile = factory.createPeerConnection(new RTCConfiguration(), observer);
        data = hostile.createDataChannel("data", new RTCDataChannelInit());
        RTCSessionDescription offer = offer();
        applied(done -> hostile.setLocalDescription(offer, done));
        PeerChannel channel = transport.answer(offer.sdp, recorder);
        String answer = Recorder.within(recorder.described);
        applied(done -> hostile.setRemoteDescription(new RTCSessionDescription(RTCSdpType.ANSWER, answer), done));
        RTCIceCandidate way = ways.take();
        channel.add(new IceCandidate(way.sdp, way.sdpMid, way.sdpMLineIndex, null));
        IceCandidate back = recorder.gathered.take();
        hostile.addIceCandidate(new RTCIceCandidate(back.sdpMid(), back.sdpMLineIndex(), back.candidate()));
        recorder.open();
        while (data.getState() != RTCDataChannelState.OPEN) {
            Thread.onSpinWait();
        }
    }

    @AfterEach
    void giveBack() {
        if (hostile != null) {
            hostile.close();
            factory.dispose();
            audio.dispose();
            transport.close();
        }
    }

    @Test
    void aMessageThatIsTooLongEndsTheConnection() throws Exception {
        data.send(new RTCDataChannelBuffer(ByteBuffer.allocate(PeerChannel.MAX_MESSAGE_BYTES), true));
        assertThat(recorder.message()).hasSize(PeerChannel.MAX_MESSAGE_BYTES);

        data.send(new RTCDataChannelBuffer(ByteBuffer.allocate(PeerChannel.MAX_MESSAGE_BYTES + 1), true));

        assertThat(recorder.end()).contains("65537");
        assertThat(recorder.received).isEmpty();
    }

    @Test
    void aSecondChannelEndsTheConnection() {
        RTCDataChannel second = hostile.createDataChannel("another", new RTCDataChannelInit());

        assertThat(recorder.end()).contains("second channel");
        second.close();
    }

    @Test
    void textAndNothingAtAllDoNoHarm() throws Exception {
        data.send(new RTCDataChannelBuffer(ByteBuffer.allocate(0), true));
        data.send(new RTCDataChannelBuffer(ByteBuffer.wrap(new byte[] {'t'}), false));
        data.send(new RTCDataChannelBuffer(ByteBuffer.wrap(new byte[] {1}), true));

        assertThat(recorder.message()).containsExactly('t');
        assertThat(recorder.message()).containsExactly(1);
    }

    private RTCSessionDescription offer() {
        CompletableFuture<RTCSessionDescription> offer = new CompletableFuture<>();
        hostile.createOffer(new RTCOfferOptions(), new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                offer.complete(description);
            }

            @Override
            public void onFailure(String error) {
                offer.completeExceptionally(new AssertionError(error));
            }
        });
        return Recorder.within(offer);
    }

    private interface Step {
        void with(SetSessionDescriptionObserver done);
    }

    private static void applied(Step step) {
        CompletableFuture<Void> applied = new CompletableFuture<>();
        step.with(new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                applied.complete(null);
            }

            @Override
            public void onFailure(String error) {
                applied.completeExceptionally(new AssertionError(error));
            }
        });
        Recorder.within(applied);
    }
}
