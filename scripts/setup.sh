# shellcheck shell=bash
# What ./titer and ./scripts/test share: finding Swift, installing what is missing, building with one set of flags.
# Sourced by them, from any directory; sets `root`, `build`, `flags` and `jobs`.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
build="$root/.build"

# OpenBLAS chooses its kernels for the machine. A choice inherited from elsewhere can halve the speed of training.
unset OPENBLAS_CORETYPE

say() { printf '%s\n' "$*" >&2; }
fail() { say "titer: $*"; exit 1; }

find_swift() {
  local directory
  for directory in '' /opt/swift/usr/bin /usr/share/swift/usr/bin "${HOME:-}/.local/share/swiftly/bin" "${HOME:-}/.swiftly/bin"; do
    [ -z "$directory" ] || PATH="$PATH:$directory"
    if command -v swift >/dev/null 2>&1; then return; fi
  done
  fail "no Swift toolchain found. Install Swift 6.1 or newer from https://www.swift.org/install, see that \`swift --version\` works, and run this again."
}

# Installs Debian's packages that are missing; on macOS everything comes with Xcode's command line tools.
install_missing() {
  if [ "$(uname -s)" = Darwin ]; then
    xcode-select -p >/dev/null 2>&1 || fail "Xcode's command line tools are missing: run \`xcode-select --install\`."
    return
  fi
  local missing=()
  command -v git >/dev/null || missing+=(git)
  command -v g++ >/dev/null || missing+=(g++)
  command -v pkg-config >/dev/null || missing+=(pkg-config)
  pkg-config --exists openblas 2>/dev/null || missing+=(libopenblas-dev)
  pkg-config --exists sqlite3 2>/dev/null || missing+=(libsqlite3-dev)
  pkg-config --exists zlib 2>/dev/null || missing+=(zlib1g-dev)
  pkg-config --exists libzstd 2>/dev/null || missing+=(libzstd-dev)
  # What runs code that a model wrote.
  command -v bwrap >/dev/null || missing+=(bubblewrap)
  command -v python3 >/dev/null || missing+=(python3)
  missing+=("$@")
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  command -v apt-get >/dev/null ||
    fail "please install what Debian calls ${missing[*]} with this system's package manager, and run this again."
  local sudo=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || fail "please install, as root: apt-get install ${missing[*]}"
    sudo=(sudo)
  fi
  say "Installing ${missing[*]} …"
  local log
  log="$(mktemp)"
  if ! { "${sudo[@]}" apt-get update -q && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qy --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    fail "could not install ${missing[*]}."
  fi
  rm -f "$log"
}

# The same flags everywhere, so that the command and the tests share one build.
choose_flags() {
  case "$(uname -m)" in
    x86_64) flags=(-c release -Xcc -march=native) ;;
    arm64 | aarch64) flags=(-c release -Xcc -mcpu=native) ;;
    *) flags=(-c release) ;;
  esac
  local cores gibibytes
  if [ "$(uname -s)" = Darwin ]; then
    cores="$(sysctl -n hw.ncpu)"
    gibibytes=$(($(sysctl -n hw.memsize) / 1073741824))
  else
    cores="$(nproc)"
    gibibytes=$(($(awk '/^MemTotal/ { print $2 }' /proc/meminfo) / 1048576))
  fi
  # The compiler takes up to 2 GiB for a module.
  jobs=$((gibibytes / 2 < cores ? gibibytes / 2 : cores))
  if [ "$jobs" -lt 1 ]; then jobs=1; fi
}

# run_build WHAT ARGUMENTS…: `swift build` with one line of progress; its output is shown only where it fails.
run_build() {
  local what="$1" log="$build/titer-build.log" begun=$SECONDS status=0 step
  shift
  mkdir -p "$build"
  [ -t 2 ] || say "Building $what …"
  swift build --package-path "$root" "${flags[@]}" -j "$jobs" "$@" >"$log" 2>&1 &
  local process=$!
  trap 'kill "$process" 2>/dev/null; exit 130' INT TERM
  while kill -0 "$process" 2>/dev/null; do
    if [ -t 2 ]; then
      step="$(grep -aoE '^(\[[0-9]+/[0-9]+\]|Fetching|Fetched|Computing|Creating|Updating) ?.*' "$log" | tail -n 1 | cut -c 1-60)"
      printf '\r\033[KBuilding %s (%d s) %s' "$what" $((SECONDS - begun)) "$step" >&2
    fi
    sleep 0.3
  done
  wait "$process" || status=$?
  trap - INT TERM
  [ ! -t 2 ] || printf '\r\033[K' >&2
  if [ "$status" != 0 ]; then
    grep -aE 'error:' -A 3 "$log" | head -n 60 >&2 || tail -n 40 "$log" >&2
    fail "the build failed; all it said is in $log."
  fi
  if [ $((SECONDS - begun)) -gt 5 ]; then say "Built $what in $((SECONDS - begun)) s."; fi
}
