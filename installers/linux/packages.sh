#!/bin/sh
# Debian packages that a make target needs: `packages.sh GROUP...` installs those that are missing
# (as root or with a sudo that asks nothing); else it names them in one message and lets make go on:
# what can't work without them says so itself.
set -eu

list() {
    case "$1" in
        venv) echo python3-venv ;;
        qt) # offscreen first, then real windows, then the Japanese font
            echo libgl1 libegl1 libglib2.0-0 libfontconfig1 libfreetype6 libdbus-1-3 libxkbcommon0 libx11-6
            echo libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0
            echo fonts-noto-cjk ;;
        check) echo chromium libreoffice-calc poppler-utils xvfb xauth ;;
        engines) echo postgresql ;;
        bundle) # Debian's own Python leaves its shared library to a package
            echo binutils
            [ ! -x /usr/bin/python3 ] || /usr/bin/python3 -c 'import sys; print("libpython3.%d" % sys.version_info[1])' ;;
        *) echo "packages.sh: no group $1" >&2; exit 2 ;;
    esac
}

wanted=$(for group in "$@"; do list "$group"; done)
if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: the following are needed under whatever name they have here:" $wanted
    exit 0
fi
# A newer Debian has some of them under the name with t64.
there=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null | sed -n 's/^installed //p' | sed 's/t64$//')
missing=$(for package in $wanted; do echo "$there" | grep -qx "$package" || echo "$package"; done)
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root="env"
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    as_root="sudo -n env"
else
    as_root=""
fi
install() {
    [ -n "$as_root" ] || return 1
    echo "Installing" $missing
    $as_root apt-get -qq update &&
        $as_root DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends $missing >/dev/null
}
install || echo "These Debian packages are missing; please have them installed (apt-get install):" $missing >&2
