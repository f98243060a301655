"""Types into a shell in a pseudo-terminal: shell.py DIR JSON, where JSON is [argv, [[text, idle seconds, wanted], ...]].

Each text is typed, then the screen is read until `wanted` shows (or the time is over). Prints everything that came.
"""
import json, os, pty, select, sys, time

os.chdir(sys.argv[1])
argv, steps = json.loads(sys.argv[2])
pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(TERM="xterm", COLUMNS="400", LINES="50", PS1="ready> ", ZDOTDIR=sys.argv[1])
    os.execvp(argv[0], argv)
import fcntl, struct, termios
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 400, 0, 0))

def read(seconds, wanted):
    text, end = b"", time.time() + (seconds if wanted else 0.5)
    while time.time() < end:
        ready, _, _ = select.select([terminal], [], [], 0.05)
        if ready:
            try:
                text += os.read(terminal, 65536)
            except OSError:
                break
        if wanted and wanted.encode() in text:
            time.sleep(0.5)  # the shell goes on redrawing; keys typed meanwhile would be lost
            break
    return text.decode(errors="replace")

out = []
for text, seconds, wanted in steps:
    if text:
        os.write(terminal, text.encode())
    out.append(read(seconds, wanted))
os.close(terminal)
try:
    os.kill(pid, 9)
except ProcessLookupError:
    pass
print(json.dumps(out))
