# SPDX-License-Identifier: Apache-2.0
# Includes point one way, from the daemon down to what travels, and are written
# from the root. A file may include its own folder and those below.
. "$top_srcdir/tests/tap/tap.sh"
cd "$top_srcdir" || exit 99

# From the lowest to the highest; what stands on one line may not meet.
layers='proto/base
proto/codec
proto/schema
proto/client/key
plugins/plugin.h proto/client/library proto/client/examine
proto/client/answer
proto/client/ask
proto/client/counter proto/client/proof proto/client/sheet proto/client/subcommand
proto/client/principal proto/client/report proto/client/burden
proto/client/audit
proto/client
gateway/core
gateway/keys gateway/store
gateway/journal
gateway/inbox
gateway/host
gateway/flow
gateway/flow/types
gateway/bus gateway/monitoring gateway/recompute
gateway
plugins/access_list plugins/skeleton
plugins/burden/text.h
plugins/burden/place plugins/burden/tariff
plugins/burden/book
plugins/burden/fact plugins/burden/figure plugins/burden/shadow
plugins/burden
plugins/form_dedup/text
plugins/form_dedup/dictionary
plugins/form_dedup/form plugins/form_dedup/cell plugins/form_dedup/near
plugins/form_dedup/ask
plugins/form_dedup/form_dedup.h
plugins/form_dedup/report
plugins/form_dedup'

list_includes() {
    find proto plugins gateway -name '*.[ch]' | sort | xargs awk '
        /^#include "/ { split($0, part, "\""); print FILENAME, part[2] }'
}

# Each include that breaks the order, with its reason.
violations() {
    list_includes | LAYERS=$layers awk '
        function rank(path,   i, best, len) {
            best = 0; len = 0
            for (i = 1; i <= count; i++) {
                if (index(path "/", name[i] "/") == 1 && length(name[i]) > len) {
                    best = line[i]; len = length(name[i])
                }
            }
            return best
        }
        function folder(path) { sub("/[^/]*$", "", path); return path }
        function plugin(path,   part) {
            split(path, part, "/"); return part[1] "/" part[2]
        }
        BEGIN {
            n = split(ENVIRON["LAYERS"], rows, "\n")
            for (r = 1; r <= n; r++) {
                m = split(rows[r], words, " ")
                for (w = 1; w <= m; w++) {
                    count++; name[count] = words[w]; line[count] = r
                }
            }
        }
        $2 == "config.h" { next }
        $2 ~ /\.jinc$/ && folder($1) == folder($2) { next }
        $2 ~ /\.jinc$/ && folder(folder($2)) == folder($1) { next }
        index($2, "/") == 0 || $2 ~ /\.\./ {
            print $1 ": \"" $2 "\" is not written from the root"; next
        }
        $1 ~ /^plugins\/[^\/]*\// && $2 != "plugins/plugin.h" && plugin($1) != plugin($2) {
            print $1 ": a plugin includes " $2; next
        }
        $1 == "plugins/plugin.h" { print $1 ": includes " $2; next }
        folder($1) == folder($2) { next }
        rank($2) == 0 { print $1 ": " $2 " has no layer"; next }
        rank($2) >= rank($1) { print $1 ": " $2 " is not below it" }
    '
}

is 'includes point down the layers' "$(violations)" ''

# The check itself: a file that breaks each rule is found.
probe=$TEST_DIR/probe
mkdir -p "$probe/proto/base" "$probe/plugins/x" "$probe/gateway/store"
printf '#include "gateway/store/store.h"\n' >"$probe/proto/base/up.c"
printf '#include "proto/base/str.h"\n' >"$probe/plugins/x/x.c"
printf '#include "store.h"\n' >"$probe/gateway/store/near.c"
cd "$probe" || exit 99
is 'breaks are found' "$(violations)" \
    'gateway/store/near.c: "store.h" is not written from the root
plugins/x/x.c: a plugin includes proto/base/str.h
proto/base/up.c: gateway/store/store.h is not below it'
tap_done
