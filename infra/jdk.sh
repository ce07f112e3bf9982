# What every launcher needs to start Java; sourced, not run. Who sources it has set `root`, and `program`, its name in messages.
# shellcheck shell=bash
jdk_min=21

say() { printf '%s\n' "$*" >&2; }

# The major version of the JDK in a folder, or nothing when it is none.
major_of() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\(1\.\)\{0,1\}\([0-9]*\).*/\2/p' "$1/release"
}

find_jdk() {
  local candidate found seen=""
  for candidate in "${JAVA_HOME:-}" \
    "$(command -v java >/dev/null 2>&1 && dirname "$(dirname "$(readlink -f "$(command -v java)")")")" \
    /usr/lib/jvm/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    [ -d "$candidate" ] || continue
    found=$(major_of "$candidate")
    [ -n "$found" ] || continue
    if [ "$found" -ge "$jdk_min" ]; then
      printf '%s' "$candidate"
      return 0
    fi
    case " $seen " in *" $found "*) ;; *) seen="$seen $found" ;; esac
  done
  say "$program: a JDK of version $jdk_min or newer is needed, and none was found${seen:+ (only:$seen)}."
  say "      Install one, or set JAVA_HOME to it."
  return 3
}

# Builds what Maven's options name, and marks the jar as new. $1: the jar; the others: options.
build() {
  local jar=$1
  shift
  if ! command -v mvn >/dev/null 2>&1; then
    say "$program: Maven (mvn) is needed to build, and is not on the PATH."
    return 3
  fi
  local began=$SECONDS
  say "building (the first time takes a minute or two) ..."
  # Maven resets colours even where it sets none.
  if ! (cd "$root" && mvn -q -B -Dstyle.color=never package -DskipTests "$@" 2>&1 | sed $'s/\033\\[[0-9;]*m//g; /^$/d') >&2; then
    say "$program: the build failed, see above."
    return 3
  fi
  touch "$jar"
  say "built in $((SECONDS - began)) s"
}

# Prints a folder with copies of the jar and its libraries, so that a build beside a running program does not change classes
# under it. $1: the jar, whose libraries are in lib/ beside it.
fresh_copy() {
  local jar=$1 target copy
  target=$(dirname "$jar")
  copy="$target/run-$(stat -c %Y "$jar" 2>/dev/null || stat -f %m "$jar")"
  if [ ! -d "$copy" ]; then
    rm -rf "$target"/run-*
    mkdir "$copy.$$"
    cp "$jar" "$target"/lib/*.jar "$copy.$$/"
    mv -T "$copy.$$" "$copy" 2>/dev/null || rm -rf "$copy.$$"
  fi
  printf '%s' "$copy"
}

# Fills the array `options` with what each of our programs starts with. $1: the JDK.
common_options() {
  options=(-Xshare:auto --enable-native-access=ALL-UNNAMED)
  # Newer JDKs warn about what Netty still does; older ones do not know the option.
  [ "$(major_of "$1")" -lt 24 ] || options+=(--sun-misc-unsafe-memory-access=allow)
}
