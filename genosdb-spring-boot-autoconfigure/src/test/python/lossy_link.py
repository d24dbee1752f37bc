"""A slow link that loses packets, between two network namespaces, where the kernel has no netem.

    lossy_link.py NAMESPACE NAMESPACE DELAY-MS LOSS-PERCENT SEED

Makes a TUN device in each namespace, "lossy0" and "lossy1", writes "ready", and carries every packet from one to the
other until its standard input ends: DELAY-MS later, in order, or not at all. Bandwidth is unlimited.
"""

import collections
import ctypes
import fcntl
import os
import random
import select
import struct
import sys
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000
LARGEST_PACKET = 65536


def enter(namespace):
    libc = ctypes.CDLL(None, use_errno=True)
    descriptor = os.open("/var/run/netns/" + namespace, os.O_RDONLY)
    try:
        if libc.setns(descriptor, CLONE_NEWNET) != 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), namespace)
    finally:
        os.close(descriptor)


def open_tun(namespace, name):
    enter(namespace)
    tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return tun


def take(tun, other, delay, loss, chance, on_its_way):
    while True:
        try:
            packet = os.read(tun, LARGEST_PACKET)
        except BlockingIOError:
            return
        if chance.random() >= loss:
            on_its_way.append((time.monotonic() + delay, other, packet))


def hand_over(tun, packet):
    try:
        os.write(tun, packet)
    except OSError:
        pass  # The device is down, or its queue full: a packet lost like another.


def carry(tuns, delay, loss, chance):
    on_its_way = collections.deque()
    stop = sys.stdin.fileno()
    while True:
        wait = max(0.0, on_its_way[0][0] - time.monotonic()) if on_its_way else None
        readable, _, _ = select.select([stop, *tuns], [], [], wait)
        if stop in readable and not os.read(stop, 1024):
            return
        for side, tun in enumerate(tuns):
            if tun in readable:
                take(tun, tuns[1 - side], delay, loss, chance, on_its_way)
        while on_its_way and on_its_way[0][0] <= time.monotonic():
            _, tun, packet = on_its_way.popleft()
            hand_over(tun, packet)


def main():
    first, second, delay, loss, seed = sys.argv[1:]
    tuns = [open_tun(first, "lossy0"), open_tun(second, "lossy1")]
    print("ready", flush=True)
    carry(tuns, float(delay) / 1000, float(loss) / 100, random.Random(int(seed)))


if __name__ == "__main__":
    main()
