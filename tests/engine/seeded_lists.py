#!/usr/bin/env python3
"""Fresh argument lists for `docker run`, made from a seed.

    seeded_lists.py --seed 7 --count 1000

prints one JSON array of strings a line: flags only, without image and command. The same seed gives
the same lists with every Python 3.

A list has one to three flags. A value comes from the grammar of its flag, valid or just wrong (an odd
size suffix, a range turned round), from that with a typing error, or from another flag's grammar.
Some flags are misspelt, some lists bring together flags that do not go together.

Left out is what no judge can decide without knowing the machine that the container is to run on:
how many processors it has, which devices, files, containers, networks, users, runtimes, plugins and
profiles it knows, and what its kernel supports.
"""

import argparse
import json
import random
import re

# --- the flags ---------------------------------------------------------------------------------

# Long name, short name, and the name of the grammar that makes its values (below).
FLAGS = [
    ("add-host", "", "host_entry"),
    ("annotation", "", "annotation"),
    ("attach", "a", "stream"),
    ("blkio-weight", "", "weight"),
    ("cap-add", "", "capability"),
    ("cap-drop", "", "capability"),
    ("cgroupns", "", "cgroup_mode"),
    ("cpu-period", "", "cpu_period"),
    ("cpu-quota", "", "cpu_quota"),
    ("cpu-shares", "c", "cpu_shares"),
    ("cpus", "", "cpus"),
    ("device-cgroup-rule", "", "device_rule"),
    ("device-read-bps", "", "device_bps"),
    ("device-read-iops", "", "device_iops"),
    ("device-write-bps", "", "device_bps"),
    ("device-write-iops", "", "device_iops"),
    ("dns", "", "ip_address"),
    ("dns-option", "", "word"),
    ("dns-search", "", "domain"),
    ("domainname", "", "hostname"),
    ("entrypoint", "", "word"),
    ("env", "e", "env"),
    ("expose", "", "expose"),
    ("gpus", "", "gpus"),
    ("group-add", "", "group"),
    ("health-cmd", "", "word"),
    ("health-interval", "", "duration"),
    ("health-retries", "", "integer"),
    ("health-start-interval", "", "duration"),
    ("health-start-period", "", "duration"),
    ("health-timeout", "", "duration"),
    ("hostname", "h", "hostname"),
    ("init", "", "bool"),
    ("interactive", "i", "bool"),
    ("ip", "", "ip_address"),
    ("ip6", "", "ip_address"),
    ("ipc", "", "ipc_mode"),
    ("label", "l", "label"),
    ("link-local-ip", "", "ip_address"),
    ("mac-address", "", "mac"),
    ("memory", "m", "size"),
    ("memory-reservation", "", "size"),
    ("memory-swap", "", "swap"),
    ("memory-swappiness", "", "swappiness"),
    ("mount", "", "mount"),
    ("name", "", "name"),
    ("net", "", "network"),
    ("net-alias", "", "word"),
    ("network", "", "network"),
    ("network-alias", "", "word"),
    ("no-healthcheck", "", "bool"),
    ("oom-kill-disable", "", "bool"),
    ("oom-score-adj", "", "oom_score"),
    ("pid", "", "pid_mode"),
    ("pids-limit", "", "pids"),
    ("privileged", "", "bool"),
    ("publish", "p", "publish"),
    ("publish-all", "P", "bool"),
    ("quiet", "q", "bool"),
    ("read-only", "", "bool"),
    ("restart", "", "restart"),
    ("rm", "", "bool"),
    ("security-opt", "", "security"),
    ("shm-size", "", "size"),
    ("stop-signal", "", "signal"),
    ("stop-timeout", "", "integer"),
    ("sysctl", "", "sysctl"),
    ("tmpfs", "", "tmpfs"),
    ("tty", "t", "bool"),
    ("ulimit", "", "ulimit"),
    ("user", "u", "user"),
    ("uts", "", "uts_mode"),
    ("volume", "v", "volume"),
    ("workdir", "w", "workdir"),
]

# Known to docker but left out, mostly for the reason given above; `create`, by which the verdicts are
# had, lacks the last few. Listed so that no typing error hits one of them.
LEFT_OUT = {
    "blkio-weight-device", "cgroup-parent", "cidfile", "cpu-count", "cpu-percent", "cpu-rt-period",
    "cpu-rt-runtime", "cpuset-cpus", "cpuset-mems", "device", "disable-content-trust", "dns-opt",
    "env-file", "help", "io-maxbandwidth", "io-maxiops", "isolation", "kernel-memory", "label-file",
    "link", "log-driver", "log-opt", "platform", "pull", "runtime", "storage-opt", "use-api-socket",
    "userns", "volume-driver", "volumes-from", "detach", "detach-keys", "sig-proxy",
}  # fmt: skip

KNOWN = {name for name, _, _ in FLAGS} | LEFT_OUT
TAKES_NO_WORD = {name for name, _, grammar in FLAGS if grammar == "bool"}
SHORT_BOOLS = [short for _, short, grammar in FLAGS if short and grammar == "bool"]
SHORT_VALUED = [(name, short) for name, short, grammar in FLAGS if short and grammar != "bool"]


# --- values ------------------------------------------------------------------------------------


class Values:
    """One method per grammar. Each returns a value that is mostly right, and else nearly so."""

    def __init__(self, rng):
        self.rng = rng
        self.names = 0

    def pick(self, *choices):
        return choices[self.rng.randrange(len(choices))]

    def number(self, low, high):
        return str(self.rng.randint(low, high))

    def text(self, alphabet, low, high):
        return "".join(self.pick(*alphabet) for _ in range(self.rng.randint(low, high)))

    def some(self, grammar):
        return getattr(self, grammar)()

    # Plain types.

    def bool(self):
        return self.pick("true", "false", "1", "0", "t", "F", "T", "TRUE", "False", "True", "yes", "no", "", "on", "tRue", "2")  # fmt: skip

    def integer(self):
        if self.rng.random() < 0.5:
            return self.number(0, 120)
        return self.pick("-1", "-20", "+7", "0x1F", "0o17", "010", "08", "0b101", "1_000", "1.5", "1e3", "", " 3", "3 ", "ten", "9223372036854775808", "2147483648", "--3", "0x")  # fmt: skip

    def duration(self):
        if self.rng.random() < 0.45:
            return self.number(1, 90) + self.pick("s", "m", "h", "ms")
        return self.pick("0", "0s", "-3s", "1h2m3s", "1.5h", ".5s", "+2s", "900us", "999µs", "12ns", "1ms", "15", "2d", "3 s", "s", "", "1m30", "1s-2s", "1H", "-0", "0.1ms", "9999999h")  # fmt: skip

    def size(self):
        if self.rng.random() < 0.6:
            amount = self.pick("8", "16", "96", "100", "256", "512", "1.25", "0.75", "7", "2048", ".3", "3.", "1e2", "+32")
            unit = self.pick("m", "M", "g", "G", "mb", "MB", "MiB", "gib", "k", "KB", "b", "", "t", " m", " GB", "Mi", "Gi", "Ki", "mib ", "x", "bytes", "e", "mm", "  m")  # fmt: skip
            return amount + unit
        return self.pick("0", "6m", "6291455", "6291456", "5.9m", "-5m", "0x10m", "1_0m", "1,000k", "", "max", "NaN", "Inf", "infinity", "1e400g", "9999999p", " 64m", "64 m b", "64m\n", "½g")  # fmt: skip

    def swap(self):
        return self.pick("-1", "-1b", "-0.5", "0") if self.rng.random() < 0.4 else self.size()

    def swappiness(self):
        return self.pick("0", "60", "100", "-1", "-2", "101", "1000", "0x64", "0x65", "") if self.rng.random() < 0.7 else self.integer()

    # At most one: whether more are too many depends on the machine.
    CPUS = ("0.25", "0.5", "1", "1.0", ".75", "1/2", "3/4", "1e-1", "0.1", "-0.5", "0", "", "half", "1/0", "0.0625", "0.123456789", "0.1234567891", "1,0", "0x1", " 1", "1/2/1", "1_0e-1")  # fmt: skip

    def cpus(self):
        return self.pick(*self.CPUS)

    def cpu_period(self):
        return self.pick("1000", "999", "100000", "1000000", "1000001", "0", "-1000", "0x3e8", "50000") if self.rng.random() < 0.6 else self.integer()

    def cpu_quota(self):
        return self.pick("1000", "999", "50000", "0", "-1", "25000", "1", "200000") if self.rng.random() < 0.6 else self.integer()

    def cpu_shares(self):
        return self.pick("2", "1024", "0", "-1", "262144", "-1024", "512") if self.rng.random() < 0.6 else self.integer()

    def weight(self):
        # 10 to 1000 are right everywhere; other numbers are refused only by some kernels.
        return self.pick("10", "300", "1000", "0", "-5", "65536", "99999", "+20", "0x20", "3e2", "", "heavy", "012", "500.0")

    def oom_score(self):
        return self.pick("-1000", "-1001", "1000", "1001", "0", "300", "-999", "+50") if self.rng.random() < 0.65 else self.integer()

    def pids(self):
        return self.pick("-1", "0", "64", "-2", "4096", "-100") if self.rng.random() < 0.6 else self.integer()

    def word(self):
        return self.pick("sh", "python3 train.py", "", "ndots:2", "a b", "x=y", "-x", "--", "web", "UPPER", "ünï", "$HOME", "a,b", '"q"', "'", "tab\there", "/bin/sh", "use-vc", "[]")  # fmt: skip

    def group(self):
        return self.pick("0", "audio", "video", "1001", "-1", "", "staff wheel", "99999999999", "a:b")

    # Names, keys and values.

    def name(self):
        # A number of its own makes a good name unique: two containers cannot have the same.
        self.names += 1
        good = self.pick("job", "Train", "a.b", "run_1", "x-y", "9lives") + "-" + str(self.names)
        if self.rng.random() < 0.6:
            return good
        return self.pick("-" + good, "_" + good, "." + good, good + "!", good + " 2", "a/" + good, "é" + good, "a", "", "/" + good + "/", good + ":1", good * 40)

    def env(self):
        return self.pick("SEED=42", "LR=3e-4", "EMPTY=", "NO_SUCH_NAME_HERE", "=x", "", "=", "lower=1", "1ST=x", "A-B=c", "TWO WORDS=1", "A==b", "MULTI=a\nb", "Ü=1", "Q='a b'", " LEAD=1", "A=b=c", "TAB\t=1", "a.b=c", "#c=1")  # fmt: skip

    def label(self):
        return self.pick("team=ml", "team", "a.b/c=d", "", "=v", "a b=c", "a=b c", "k=", " k=v", "k =v", "ö=1", "k\t=v", "a=b=c", "UP=1", "==", "x\ny=1", "k=\n")  # fmt: skip

    def annotation(self):
        return self.pick("org.x.y=1", "a=b", "a", "", "=b", "a=", "a=b=c", " a=b", "a b=c", "run.oci.keep_original_groups=1")

    def sysctl(self):
        return self.pick("net.ipv4.ip_forward=1", "net.core.somaxconn=4096", "kernel.shmmax=68719476736", "kernel.msgmnb=65536", "kernel.sem=250 32000 100 128", "fs.mqueue.msg_max=10", "vm.swappiness=10", "kernel.hostname=x", "kernel.domainname=d", "net.core.somaxconn", "net.=1", "net=1", "netx.y=1", "", "=1", "kernel.shm_rmid_forced=", "NET.core.a=1", "kernel.pid_max=100", "fs.file-max=1", "kernel.shmall=", "net.a")  # fmt: skip

    def ulimit(self):
        name = self.pick("nofile", "memlock", "core", "nproc", "stack", "cpu", "data", "fsize", "locks", "msgqueue", "nice", "rss", "rtprio", "rttime", "sigpending", "as", "NPROC", "maxfiles", "", " nofile")  # fmt: skip
        if self.rng.random() < 0.6:
            soft = self.rng.choice([0, 1, 64, 1024, 65535])
            return "%s=%d:%d" % (name, soft, soft + self.rng.choice([0, 0, 64, -1]))
        return name + self.pick("=512", "=-1", "=-1:-1", "=-1:512", "=512:-1", "=", "", "=a", "=1:b", "=1:2:3", ":512", "=512:", "=:512", "= 5", "=0x10", "=1e3", "=unlimited", "=1.5", "=+5:6")  # fmt: skip

    def user(self):
        return self.pick("0", "0:0", "1000", "1000:100", "nobody", "root:root", "a:b:c", "", ":0", "-1", "4294967296", "0:", "me@corp", "root:")  # fmt: skip

    def workdir(self):
        return self.pick("/srv", "/srv/", "/", "//a", "/a b", "srv", "./srv", "..", "", "~", "C:\\w", "/ü", "/a/../..", " /srv", "$HOME", "/a:b", "/\n")  # fmt: skip

    def capability(self):
        return self.pick("NET_ADMIN", "net_raw", "CAP_SYS_NICE", "cap_chown", "ALL", "all", "All", "CAP_ALL", "SYSADMIN", "NONE", "", "CAP_", "CAP_CAP_KILL", "SYS_ADMIN,NET_ADMIN", " KILL", "BPF", "PERFMON", "CHECKPOINT_RESTORE", "net-admin", "SETUID ")  # fmt: skip

    def security(self):
        return self.pick("no-new-privileges", "no-new-privileges=true", "no-new-privileges:false", "no-new-privileges=maybe", "no_new_privileges", "label=disable", "label:disable", "label=user:u", "label=", "label=foo:bar", "seccomp=unconfined", "seccomp:unconfined", "seccomp=builtin", "apparmor=unconfined", "systempaths=unconfined", "systempaths=all", "writable-cgroups=true", "bogus", "bogus=1", "", "=", "credentialspec=file://x", "no-new-privileges=")  # fmt: skip

    def signal(self):
        return self.pick("SIGINT", "INT", "int", "sigterm", "SIGUSR1", "9", "0", "64", "65", "-9", "SIGRTMIN", "SIGRTMIN+1", "RTMAX-2", "SIGRTMAX", "SIGFOO", "SIG", "", " INT", "2.0", "SIGKILL ", "KILL", "32", "SIGRTMIN+16")  # fmt: skip

    # The network.

    def octets(self):
        return ".".join(self.number(0, 255) for _ in range(4))

    def ip_address(self):
        return self.octets() if self.rng.random() < 0.3 else self.pick("127.0.0.1", "10.0.0.256", "10.0.0", "fe80::1", "2001:db8::2", "::", "fe80::1%eth0", "[::1]", "1.2.3.4/24", "01.2.3.4", "localhost", "", "1.2.3.4 ", "::ffff:1.2.3.4", "2001:db8:::1", "169.254.1.9", "1.1.1.1,8.8.8.8")  # fmt: skip

    def host_entry(self):
        return self.pick("db:10.1.2.3", "db=10.1.2.3", "db:fe80::5", "db=[fe80::5]", "db:[::1]", "gw:host-gateway", "gw=host-gateway", "gw:HOST-GATEWAY", "db", "db:", "db=", ":10.1.2.3", "=10.1.2.3", "db:10.1.2.300", "db:10.1.2.3:80", "two words:1.2.3.4", "", "db 1.2.3.4", "a.b.c:" + self.octets(), "db:[1.2.3.4]", "db:fe80::5%lo", "a=b=1.2.3.4", "a:b=1.2.3.4", "a=b:1.2.3.4")  # fmt: skip

    def hostname(self):
        return self.pick("node-1", "node.example.org", "NODE", "n_1", "-n", "n-", "", "n" * 63, "n" * 64, "n" * 300, "a..b", ".", "ñ", "a b", "1", "a.b.", "x/y")  # fmt: skip

    def domain(self):
        return self.pick("example.org", "example.org.", ".", "", "a_b.c", "-a.b", "a-.b", "EXAMPLE.org", "a b", "a..b", "1.2", "1.a", "x" * 63 + ".org", "x" * 64 + ".org", "é.org", " example.org", "localhost", ".example.org", "svc.cluster.local")  # fmt: skip

    def mac(self):
        return self.pick("0a:1b:2c:3d:4e:5f", "0A-1B-2C-3D-4E-5F", "0a1b.2c3d.4e5f", "00:00:00:00:00:00", "0a:1b:2c:3d:4e", "0a:1b:2c:3d:4e:5f:60:71", "0a:1b:2c:3d:4e:5g", "", "a:1b:2c:3d:4e:5f", "0a:1b-2c:3d:4e:5f", "0a1b2c3d4e5f", " 0a:1b:2c:3d:4e:5f", "ff:ff:ff:ff:ff:ff")  # fmt: skip

    def network(self):
        return self.pick("bridge", "host", "none", "default", "mynet", "Host", "", "bridge,alias=a", "name=mynet,alias=a,alias=b", "name=mynet,ip=10.5.0.9", "name=mynet,ip=10.5.0.900", "name=mynet,ip6=fe80::9", "name=mynet,mac-address=0a:1b:2c:3d:4e:5f", "name=mynet,mac-address=zz:00", "name=mynet,driver-opt=a=b", "name=mynet,driver-opt=a", "name=mynet,link-local-ip=169.254.3.3", "name=mynet,link-local-ip=far", "alias=x", "name=", "name=mynet,color=red", "name=mynet,gw-priority=1", "name=mynet,gw-priority=x", "NAME=mynet,Alias=q", "name=bridge,ip=172.17.0.77", "container:", "container:abc", "my net", "mynet,", 'name="a,b"')  # fmt: skip

    def port(self):
        return self.pick("80", "443", "6006", "8888", "0", "65535", "65536", "-1", "http", "", "8000-8002", "8002-8000", "1-3", "080", "+80", " 80", "5x") if self.rng.random() < 0.6 else self.number(1, 65535)

    def protocol(self):
        return self.pick("", "", "/tcp", "/udp", "/sctp", "/TCP", "/icmp", "/", "/tcp/udp", "/tcp ")

    def expose(self):
        return self.port() + self.protocol()

    def publish(self):
        form = self.rng.randrange(6)
        if form == 0:
            return self.port() + self.protocol()
        if form <= 2:
            return self.port() + ":" + self.port() + self.protocol()
        if form == 3:
            return self.ip_address() + ":" + self.port() + ":" + self.port() + self.protocol()
        if form == 4:
            return self.pick("[fe80::1]", "[::]", "0.0.0.0", "[127.0.0.1]", "::1", "host") + ":" + self.port() + ":" + self.port()
        return self.pick("9000-9002:9000-9002", "9000-9001:9000-9002", "9000-9005:90", "127.0.0.1::90", "127.0.0.1:90", ":90", "90:", "::90", "1:2:3:4", "", ":", "80/tcp:80", "80:80,81:81", "9000-9002:90-92/udp", "0.0.0.0:0:80")  # fmt: skip

    # Files and devices.

    def mode(self):
        return self.pick("ro", "rw", "z", "Z", "ro,z", "rshared", "slave,ro", "rprivate", "shared,private", "nocopy", "ro,nocopy", "cached", "delegated", "consistent", "RO", "ro,rw", "", "x", "ro,", "Z,z", "readonly", "ro,ro", "exec")  # fmt: skip

    def volume(self):
        source = self.pick("/srv/data", "/", "./here", "../up", "vol-a", "vol.b_c", "v", "-vol", "rel/path", "~/data", "/a b", "", "vol@1", "$PWD", "C:\\data", "/srv/", "é")  # fmt: skip
        target = self.pick("/mnt", "/mnt/d", "/", "mnt", "", "./mnt", "/mnt/../", "/m m", "C:\\mnt", "/.", "//", "/mnt/")
        form = self.rng.randrange(5)
        if form == 0:
            return self.pick(source, target)
        if form <= 2:
            return source + ":" + target
        return source + ":" + target + ":" + self.mode()

    def mount(self):
        if self.rng.random() < 0.15:
            return self.pick("", "target=/m", "/a:/b", "type=bind", "type=volume,target=/m,target=/n", "type=tmpfs,dst=/m,", "source=/tmp,target=/m", "type=bind,target=/m", "type=nfs,target=/m", "type=,target=/m", "TYPE=tmpfs,Target=/m", "type=cluster,source=c,target=/m", "type=npipe,source=a,target=/m", 'type=tmpfs,"target=/m,n"')  # fmt: skip
        kind = self.pick("bind", "bind", "volume", "tmpfs", "tmpfs", "image", "")
        parts = ["type=" + kind] if kind else []
        if kind == "bind":
            # The one folder that every machine has: a missing one would be refused.
            parts.append(self.pick("source=/tmp", "src=/tmp", "source=rel", "source=", "src"))
        elif kind == "image":
            # The one image that the judge has.
            parts.append(self.pick("source=tiny:latest", "src=tiny", "source=", "src"))
        elif kind != "tmpfs" or self.rng.random() < 0.1:
            parts.append(self.pick("source=vol-m", "src=vol-m", "source=v", "source=a/b", "source=/abs", "source=", "volume=x"))
        parts.append(self.pick("target=/m", "dst=/m", "destination=/m/n", "target=m", "target=/", "target=", "tgt=/m"))
        for _ in range(self.rng.choice([0, 0, 1, 1, 2])):
            parts.append(self.pick("readonly", "ro", "ro=true", "readonly=0", "readonly=yes", "consistency=cached", "bind-propagation=rslave", "bind-propagation=none", "bind-nonrecursive", "bind-nonrecursive=maybe", "bind-recursive=disabled", "bind-recursive=readonly", "bind-recursive=on", "volume-nocopy", "volume-nocopy=x", "volume-label=a=b", "volume-label=a", "volume-subpath=sub", "volume-subpath=../sub", "image-subpath=sub", "tmpfs-size=32m", "tmpfs-size=lots", "tmpfs-size=-1", "tmpfs-mode=1777", "tmpfs-mode=0999", "tmpfs-mode=7777777", "tmpfs-options=x", "foo=1", "rw", "ro=", " ro"))  # fmt: skip
        if self.rng.random() < 0.2:
            self.rng.shuffle(parts)
        return ",".join(parts)

    def tmpfs(self):
        return self.pick("/scratch", "/run", "scratch", "/", "", ":size=1m", "/scratch:") if self.rng.random() < 0.4 else "/scratch:" + ",".join(
            self.pick("size=16m", "rw", "ro", "exec", "noexec", "mode=1777", "mode=rwx", "uid=0", "nosuid", "nodev", "size=", "size=1x", "nr_inodes=5k", "foo", "foo=1", "", "SIZE=1m", "size=50%", "huge=always", "rshared") for _ in range(self.rng.randint(1, 3)))  # fmt: skip

    def device_rule(self):
        return self.pick("c 195:* rwm", "b 8:* r", "a *:* rwm", "a", "c 1:3", "c 1:3 x", "d 1:3 r", "c 1 3 r", "c 1:3 rwmr", "", "c  1:3 r", "c *:3 w", "C 1:3 r", " c 1:3 r", "c 1:3 mrw", "c 1:-3 r")  # fmt: skip

    def device_bps(self):
        return self.pick("/dev/null", "/dev/zero", "dev", "", "/nodev", "/dev/a:b", "null") + self.pick(":1mb", ":0", ":5", ":-1", ":", "", ":1mi", ":2.5k", ":1 m", ":1e3", ":x")

    def device_iops(self):
        return self.pick("/dev/null", "/dev/zero", "dev", "", "/nodev", "/dev/a:b", "null") + self.pick(":100", ":0", ":-1", ":1k", ":", "", ":1.5", ":18446744073709551616", ":0x10")

    def gpus(self):
        return self.pick("all", "1", "3", "0", "-1", "-2", "ALL", "", "two", "1.5", "count=4", "count=all", "count=-1", "count=", "device=0", "device=GPU-1a2b", "device=0,1", '"device=0,1"', '"device=0,1",count=2', "device=1,count=2", "driver=nvidia", "driver=nvidia,driver=x", "capabilities=compute", '"capabilities=compute,utility"', "all,capabilities=gpu", "capabilities=", "1,options=a=b", "options=a", '"options=a=b,c=d"', "all,2", "1,count=1", "gpu=1", "count=1,", " all", "device=", "device", '"', "COUNT=1", "count=1;2")  # fmt: skip

    # Modes and policies.

    def stream(self):
        return self.pick("stdin", "STDOUT", "stderr", "Stdin", "std", "", "stdout,stderr", "0", " stdin", "all")

    def cgroup_mode(self):
        return self.pick("host", "private", "", "Host", "shared", "priv", "host ", "container:x")

    def ipc_mode(self):
        return self.pick("none", "host", "private", "shareable", "", "Private", "shared", "container", "container:", "host ", "none:", "ns")

    def pid_mode(self):
        return self.pick("host", "", "Host", "private", "none", "container", "container:", "host:", "1", "new")

    def uts_mode(self):
        return self.pick("host", "", "private", "none", "HOST", "host ", "container:x")

    def restart(self):
        return self.pick("no", "always", "unless-stopped", "on-failure", "on-failure:3", "on-failure:0", "on-failure:-3", "on-failure:x", "on-failure:", "on-failure:3:4", "always:2", "no:0", "unless-stopped:1", "", "Always", "onfailure", "never", ":3", "on-failure: 3", "on-failure:+2", "false")  # fmt: skip


# Two or three flags that bear on each other: conflicts, and pairs that look like one.
TOGETHER = [
    [("rm", None), ("restart", "restart")],
    [("no-healthcheck", None), ("health-cmd", "word")],
    [("no-healthcheck", None), ("health-retries", "integer")],
    [("memory", "size"), ("memory-swap", "swap")],
    [("memory", "size"), ("memory-reservation", "size")],
    [("memory", "size"), ("memory-swap", "swap"), ("memory-reservation", "size")],
    [("memory-reservation", "size"), ("memory-swap", "swap")],
    [("oom-kill-disable", None), ("memory", "size")],
    [("cpus", "cpus"), ("cpu-period", "cpu_period")],
    [("cpus", "cpus"), ("cpu-quota", "cpu_quota")],
    [("cpu-period", "cpu_period"), ("cpu-quota", "cpu_quota")],
    [("network", "network"), ("network-alias", "word")],
    [("network", "network"), ("net", "network")],
    [("network", "network"), ("ip", "ip_address")],
    [("network", "network"), ("ip6", "ip_address")],
    [("network", "network"), ("mac-address", "mac")],
    [("network", "network"), ("hostname", "hostname")],
    [("network", "network"), ("dns", "ip_address")],
    [("network", "network"), ("add-host", "host_entry")],
    [("network", "network"), ("publish", "publish")],
    [("network", "network"), ("publish-all", None)],
    [("network", "network"), ("expose", "expose")],
    [("network", "network"), ("sysctl", "sysctl")],
    [("network", "network"), ("uts", "uts_mode"), ("hostname", "hostname")],
    [("network", "network"), ("link-local-ip", "ip_address")],
    [("uts", "uts_mode"), ("hostname", "hostname")],
    [("uts", "uts_mode"), ("domainname", "hostname")],
    [("ipc", "ipc_mode"), ("sysctl", "sysctl")],
    [("ipc", "ipc_mode"), ("shm-size", "size")],
    [("pid", "pid_mode"), ("uts", "uts_mode")],
    [("privileged", None), ("cgroupns", "cgroup_mode")],
    [("privileged", None), ("security-opt", "security")],
    [("privileged", None), ("cap-drop", "capability")],
    [("volume", "volume"), ("volume", "volume")],
    [("volume", "volume"), ("tmpfs", "tmpfs")],
    [("volume", "volume"), ("mount", "mount")],
    [("mount", "mount"), ("mount", "mount")],
    [("mount", "mount"), ("tmpfs", "tmpfs")],
    [("tmpfs", "tmpfs"), ("tmpfs", "tmpfs")],
    [("gpus", "gpus"), ("gpus", "gpus")],
    [("ulimit", "ulimit"), ("ulimit", "ulimit")],
    [("expose", "expose"), ("publish", "publish")],
    [("publish", "publish"), ("publish", "publish")],
    [("name", "name"), ("name", "name")],
    [("health-interval", "duration"), ("health-start-interval", "duration")],
    [("health-start-interval", "duration"), ("health-start-period", "duration")],
    [("attach", "stream"), ("interactive", None)],
    [("attach", "stream"), ("tty", None)],
    [("memory-swappiness", "swappiness"), ("memory", "size")],
    [("entrypoint", "word"), ("health-cmd", "word")],
    [("security-opt", "security"), ("security-opt", "security")],
    [("cap-add", "capability"), ("cap-drop", "capability")],
    [("restart", "restart"), ("restart", "restart")],
]


# --- lists -------------------------------------------------------------------------------------


def depends_on_machine(flag, value):
    """Whether a typing error or an unlucky draw made a value that is up to the machine."""
    if flag == "cpus":
        # What could still be a number could be more than the machine has.
        return value not in Values.CPUS and bool(re.fullmatch(r"[\w.+/-]*", value))
    if flag == "blkio-weight":
        try:
            amount = int(value, 0)
        except ValueError:
            return False
        return 0 < amount < 10 or 1000 < amount < 65536
    if flag == "mount":
        # A bind source must exist, and the client makes ./x absolute.
        if re.search(r"type=[\"']?bind", value, re.I) or "bind" in value:
            source = re.search(r"(?:source|src)=([^,]*)", value, re.I)
            return bool(source) and source.group(1)[:1] in ("/", ".", "~") and source.group(1) != "/tmp"
        if "image" in value.lower():
            source = re.search(r"(?:source|src)=([^,]*)", value, re.I)
            return bool(source) and source.group(1) not in ("", "tiny", "tiny:latest")
        # A driver's own options.
        return "volume-opt" in value
    if flag == "security-opt":
        # A profile is a file, or something that the kernel knows.
        profile = re.match(r"(?:seccomp|apparmor|credentialspec)[=:](.*)", value, re.S)
        return bool(profile) and profile.group(1) not in ("unconfined", "builtin", "")
    if flag in ("network", "net", "ipc", "pid"):
        # Another container's namespaces: there is none.
        return bool(re.search(r"container:.", value))
    return False


class Lists:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.values = Values(self.rng)

    def typing_error(self, text):
        for _ in range(self.rng.choice([1, 1, 1, 2])):
            at = self.rng.randint(0, len(text))
            form = self.rng.randrange(4)
            if form == 0 or not text:
                text = text[:at] + self.values.pick(*'0159abkmGKx.,:=-_/ "\'éß%\\+') + text[at:]
            elif form == 1:
                text = text[:at] + text[at + 1 :]
            elif form == 2:
                text = text[: max(at - 2, 0)] + text[max(at - 2, 0) : at][::-1] + text[at:]
            else:
                text = text[:at] + text[max(at - 1, 0) : at] + text[at:]
        return text

    def value(self, flag, grammar):
        while True:
            draw = self.rng.random()
            if draw < 0.70:
                value = self.values.some(grammar)
            elif draw < 0.90:
                value = self.typing_error(self.values.some(grammar))
            else:
                value = self.values.some(self.rng.choice(FLAGS)[2])
            if not depends_on_machine(flag, value):
                return value

    def misspelt(self, name):
        while True:
            wrong = self.values.pick(
                name.replace("-", "_"), name.replace("-", ""), name + "s", name[:-1], name.upper(),
                name + "-x", name.capitalize(), "no-" + name, self.typing_error(name),
            )  # fmt: skip
            # Blank, `=` and a leading dash would make another flag's value, or no flag, of it.
            if wrong and wrong not in KNOWN and re.fullmatch(r"[A-Za-z0-9_][\w.-]*", wrong):
                return wrong

    def words(self, name, short, grammar):
        """One flag as one or two words."""
        if grammar == "bool":
            if short and self.rng.random() < 0.3:
                return ["-" + short]
            if self.rng.random() < 0.55:
                return ["--" + name]
            return ["--%s=%s" % (name, self.value(name, grammar))]
        value = self.value(name, grammar)
        if short and self.rng.random() < 0.35:
            form = self.rng.randrange(4)
            if form == 0:
                return ["-" + short, value]
            if form == 1:
                return ["-%s=%s" % (short, value)]
            if form == 2 and value:
                return ["-" + short + value]
            # A cluster: the switches first, the last letter takes the value.
            switches = "".join(self.rng.sample(SHORT_BOOLS, self.rng.randint(1, 2)))
            return ["-" + switches + short + value] if value else ["-" + switches + short, value]
        if self.rng.random() < 0.5:
            return ["--" + name, value]
        return ["--%s=%s" % (name, value)]

    def odd_words(self):
        """One flag that is wrong in itself."""
        form = self.rng.randrange(5)
        if form <= 2:
            name, _, grammar = self.rng.choice(FLAGS)
            wrong = self.misspelt(name)
            return ["--" + wrong] if grammar == "bool" and self.rng.random() < 0.5 else ["--" + wrong + "=x"]
        if form == 3:
            # A switch among letters that docker does not know.
            return ["-" + self.values.pick("x", "y", "k", "n", "it", "i", "tP") + self.values.pick("x", "z", "Z", "1", "é", "_")]
        # A single dash before a long name is a cluster.
        return ["-" + self.values.pick("name=a", "rm", "memory=1g", "env", "it=true", "t=false", "i=x", "P=0", "q=1", "it=no")]

    def one(self):
        if self.rng.random() < 0.16:
            words = []
            pair = list(self.rng.choice(TOGETHER))
            self.rng.shuffle(pair)
            for name, grammar in pair:
                if grammar is None:
                    words += ["--" + name]
                else:
                    short = next(short for known, short, _ in FLAGS if known == name)
                    words += self.words(name, short, grammar)
            return words
        words = []
        for _ in range(self.rng.choices([1, 2, 3, 4], [50, 33, 13, 4])[0]):
            draw = self.rng.random()
            if draw < 0.05:
                words += self.odd_words()
            elif draw < 0.065:
                # The value is missing, so that the next flag is taken for it; a flag must follow, or the
                # image would be taken.
                name, short = self.rng.choice(SHORT_VALUED)
                words += [self.values.pick("--" + name, "-" + short), self.values.pick("--rm", "-i", "--name", "--init", "-tP")]
            else:
                words += self.words(*self.rng.choice(FLAGS))
        return words


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    arguments = parser.parse_args()
    lists = Lists(arguments.seed)
    seen = set()
    while len(seen) < arguments.count:
        line = json.dumps(lists.one())
        if line not in seen:
            seen.add(line)
            print(line)


if __name__ == "__main__":
    main()
