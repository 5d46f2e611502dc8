# SPDX-License-Identifier: Apache-2.0
# Sentences of burden's answers stand on the wire in English and are translated
# by their text: each is in proto/client/burden/sentence.c, word for word, and
# nothing else is. Findings about indicator trees and what is said of figures for
# Prometheus are no part of answers.
. "$top_srcdir/tests/tap/tap.sh"

# String literals with a blank in them, joined as C joins them.
cat >"$TEST_DIR/sentences.py" <<'EOF'
import re, sys
for path in sys.argv[1:]:
    text = open(path, encoding="utf-8").read().replace("\\\n", " ")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    for run in re.findall(r'(?:"(?:[^"\\\n]|\\.)*"\s*)+', text):
        sentence = "".join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', run))
        if " " in sentence and "%" not in sentence:
            print(sentence)
EOF
sentences() {
    python3 "$TEST_DIR/sentences.py" "$@" | sort -u
}

cd "$top_srcdir" || exit 99
sentences $(find plugins/burden/figure -name '*.c' ! -name indicators.c \
    ! -name measure.c) >"$TEST_DIR/said"
sentences proto/client/burden/sentence.c >"$TEST_DIR/listed"
ok 'some are said' test -s "$TEST_DIR/said"
is 'said, but not listed' "$(comm -23 "$TEST_DIR/said" "$TEST_DIR/listed")" ''
is 'listed, but not said' "$(comm -13 "$TEST_DIR/said" "$TEST_DIR/listed")" ''
tap_done
