package io.genosdb.live;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs the first failure of a subscription with its stack trace, then the tenth, the hundredth and so on in one line. */
final class LoggingFailureHandler implements FailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(LiveQueries.class);

    @Override
    public void onFailure(Subscription subscription, long failures, Exception failure) {
        if (failures == 1) {
            LOG.warn("The listener of {} failed; it goes on getting events", subscription, failure);
        } else if (isPowerOfTen(failures)) {
            LOG.warn(
                    "The listener of {} has failed {} times, last with {}",
                    subscription,
                    failures,
                    failure.getClass().getName());
        }
    }

    private static boolean isPowerOfTen(long number) {
        long rest = number;
        while (rest % 10 == 0) {
            rest /= 10;
        }
        return rest == 1;
    }
}
