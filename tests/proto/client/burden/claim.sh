#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Published figures: the line that is printed, word for word, and whether the
# claim holds. No gateway is asked.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"

# said STATUS LINE ARG …: the claim ARG … gives exactly that.
said() {
    want=$1
    line=$2
    shift 2
    status=0
    out=$("$bin" claim "$@" 2>&1) || status=$?
    is "claim $*" "$out" "$line"
    is "claim $*: status" "$status" "$want"
}
holds() { said 0 "$@"; }
fails() { said 1 "$@"; }
wrong() {
    line=$1
    shift
    said 64 "dutygate: claim: $line" "$@"
}

# ---- figures that were published --------------------------------------------

holds '198 → 76 is −61.62 %: the claim −61.62 % holds (to two decimals)' \
    198 76 -61.62%
holds '99 → 21 is −78.79 %: the claim −78.79 % holds (to two decimals)' \
    99 21 -78.79%
holds '117+99+124 is 340: the claim 340 holds (exactly)' 117+99+124 340
holds '99+124 of 117+99+124 is 65.59 %: the claim 65.59 % holds (to two decimals)' \
    117+99+124 99+124 65.59%
fails '91 → 39 is −57.14 %, not −65.3 %: the claim does not hold' 91 39 -65.3%
fails '1,849 → 904 is −51.11 %, not −51.21 %: the claim does not hold' \
    1,849 904 -51.21%
fails '314 → 18,866 is +18,552, not +18,852: the claim does not hold' \
    314 18,866 +18,852
holds '14,856 → 17,048 is +2,192: the claim +2,192 holds (exactly)' \
    14,856 17,048 +2,192
holds '335,090 → 401,178 is +66,088: the claim +66,088 holds (exactly)' \
    335090 401178 +66088
holds '335,090 ÷ 14,856 is 22.56: the claim 22.56 holds (to two decimals)' \
    14856 335090 22.56
holds '401,178 ÷ 17,048 is 23.53: the claim 23.53 holds (to two decimals)' \
    17048 401178 23.53
holds '1,000×12×2×50 is 1,200,000: the claim 1,200,000 holds (exactly)' \
    '1,000*12*2*50' 1,200,000
holds '20×52×6×600 is 3,744,000: the claim 3,744,000 holds (exactly)' \
    20x52x6x600 3744000
holds '9,648 → 2,838 is −70.58 %: the claim −70.58 % holds (to two decimals)' \
    9,648 2,838 -70.58%
holds '200,000 → 4,500 is −97.75 %: the claim −97.75 % holds (exactly)' \
    200000 4500 -97.75%
holds '1,377 ÷ 168 is 8.20: the claim 8.20 holds (to two decimals)' \
    168 1377 8.20
holds '8 of 9 is 88.89 %: the claim 88.89 % holds (to two decimals)' 9 8 88.89%
holds '68 of 99 is 68.69 %: the claim 68.69 % holds (to two decimals)' \
    99 68 68.69%
holds '1,124 ÷ 216 is 5.20: the claim 5.20 holds (to two decimals)' 216 1124 5.20
holds '2,377 ÷ 216 is 11.00: the claim 11.00 holds (to two decimals)' \
    216 2377 11.00

holds '138.67万 ÷ (24×60×60) is 16.05: the claim 16 holds (to a whole number)' \
    '(24*60*60)' 138.67万 16
holds '1,386,700 ÷ (24×60×60) is 16.05: the claim 16 holds (to a whole number)' \
    '(24*60*60)' 1,386,700 16

# ---- at which rounding --------------------------------------------------------

holds '198 → 76 is −61.62 %: the claim −61.6 % holds (to one decimal)' \
    198 76 -61.6%
holds '198 → 76 is −61.62 %: the claim −62 % holds (to a whole number)' \
    198 76 -62%
holds '198 → 76 is −61.6162 %: the claim −61.6162 % holds (to 4 decimals)' \
    198 76 -61.6162%
holds '1 → 1.125 is +0.13: the claim +0.13 holds (to two decimals)' 1 1.125 +0.13
holds '1 → 1.125 is +0.125: the claim +0.12 holds (to two decimals, half to even)' \
    1 1.125 +0.12
holds '1 → 0.875 is −0.125: the claim −0.12 holds (to two decimals, half to even)' \
    1 0.875 -0.12
fails '198 → 76 is −61.62 %, not −61.61 %: the claim does not hold (its decimals were cut off, not rounded)' \
    198 76 -61.61%
holds '4 → 2 is −50 %: the claim −50 % holds (exactly)' 4 2 -50%
holds '4 → 4 is 0 %: the claim 0 % holds (exactly)' 4 4 +0%
holds '1,386,700 is 138.67万: the claim 138.67万 holds (exactly)' 1386700 138.67万
holds '1,386,700 is 138.67万: the claim 139万 holds (to a whole number)' \
    1,386,700 139万

# ---- per cent, points, shares, differences ------------------------------------

holds '90 % → 95 % is +5 points: the claim +5 points holds (exactly)' 90% 95% +5pp
holds '90 % → 95 % is +5.56 %: the claim +5.56 % holds (to two decimals)' \
    90% 95% +5.56%
fails '90 % → 95 % is +5.56 %, not +5 %: the claim does not hold (in points it does)' \
    90% 95% +5%
fails '90 % → 95 % is +5.00 points, not +5.56 points: the claim does not hold (in per cent it does)' \
    90% 95% +5.56pp
holds '8/9 → 68/99 is −20.20 points: the claim −20.2 points holds (to one decimal)' \
    8/9 68/99 -20.2pp
wrong '"+5pp" is in points, which lie between two rates; no rate is "90"' \
    90 95% +5pp
wrong '"+5pp" is in points, which lie between two rates; no rate is "95"' \
    90% 95 +5pp
fails '76 of 198 is 38.38 %, not 61.62 %: the claim does not hold (with a sign it is the change)' \
    198 76 61.62%
fails '76 ÷ 198 is 0.38, not 122: the claim does not hold (with a sign it is the change)' \
    198 76 122
holds '198 → 76 is −122: the claim −122 holds (exactly)' 198 76 -122
fails '39 → 91 is +133.33 %, not +57.14 %: the claim does not hold (it is taken of the number after)' \
    39 91 +57.14%
holds '3 of 1,000 is 3 ‰: the claim 3 ‰ holds (exactly)' 1000 3 3‰
fails '0 → 5: per cent need a base above 0, not 0: the claim +500 % does not hold' 0 5 +500%
fails '−4 → 5: per cent need a base above 0, not −4: the claim +225 % does not hold' -4 5 +225%
fails '5 of 0: per cent need a base above 0, not 0: the claim 5 % does not hold' 0 5 5%
holds '−5 → 3 is +8: the claim +8 holds (exactly)' -5 3 +8

# ---- as it is written in China --------------------------------------------------

holds '198 → 76 is −61.62 %: the claim −61.62 % holds (to two decimals)' \
    １９８ ７６ －61.62％
holds '1,849 → 904 is −51.11 %: the claim −51.11 % holds (to two decimals)' \
    １，８４９ ９０４ 下降51.11％
holds '90 % → 95 % is +5 points: the claim +5 points holds (exactly)' \
    90％ 95％ 提高5个百分点
holds '99 → 21 is −78.79 %: the claim −78.79 % holds (to two decimals)' \
    99 21 −78.79%
holds '(99+124) of 117+99+124 is 65.59 %: the claim 65.59 % holds (to two decimals)' \
    117＋99＋124 '（99＋124）' 占65.59％
wrong '"压减-61.62%" is no number: a word and a sign both say whether it is more or less' \
    198 76 压减-61.62%
zh() {
    env -u LC_ALL LANG=zh_CN.UTF-8 \
        DUTYGATE_LOCALEDIR="$top_builddir/proto/client/po" "$bin" "$@"
}
is 'in Chinese' "$(zh claim 198 76 -61.62%)" \
    '198 → 76，为 −61.62 %：所称 −61.62 % 成立（保留两位小数）'
is 'in Chinese, what does not hold' "$(zh claim 90% 95% +5%)" \
    '90 % → 95 %，为 +5.56 %，而非 +5 %：所称不成立（按百分点计则成立）'

# ---- what is no claim -------------------------------------------------------------

wrong '"1,84" is no number: digits between commas come in threes' 1,84 9 5
wrong '"12,345,67" is no number: digits between commas come in threes' \
    12,345,67 9 5
wrong '"1234,567" is no number: digits between commas come in threes' \
    1234,567 9 5
wrong '"198项" is no number from here on: "项"' 198项 76 -61.62%
wrong '"" is no number: there is no number where one should be' 198 '' -61.62%
wrong '"5." is no number: behind the point, decimals are missing' 5. 4 3
wrong '"1/0" is no number: nothing can be divided by 0' 1/0 4 3
wrong '"(1+2" is no number: a bracket is not closed' '(1+2' 4 3
wrong '"5pp" is no number: points are no value, but what lies between two rates' \
    5pp 4 3
wrong '"1+1" is no number from here on: "+1"' 1 2 1+1
wrong '"−−1" is no number: there is no number where one should be' 1 2 −−1
deep='((((((((((((((((1))))))))))))))))'
wrong "\"$deep\" is no number: that is nested too deep" "$deep" 2 1
status=0
out=$("$bin" claim "$(printf '9%.0s' $(seq 201))" 1 1 2>&1) || status=$?
is 'a number that is too long' "${out##*\" }" \
    'is no number: that is too long'
is 'is a mistake of the command line' "$status" 64
wrong 'operand missing; see: dutygate help claim' 198
wrong 'unexpected operand "5"' 1 2 3 5
wrong 'unknown option "-x"' -x 2 3

# ---- a sheet ------------------------------------------------------------------------

printf '\357\273\277地区,整治前,整治后,通报\r\n贵州省印江县,120,86,-28.33%%\r\n江西某县,91,39,－65.3％\r\n,"1,849",904,-51.21%%\r\n昆明市,,117+99+124,340\r\n' \
    >"$TEST_DIR/claims.csv"
status=0
out=$("$bin" claim --file "$TEST_DIR/claims.csv") || status=$?
is 'a sheet with headings and a byte order mark' "$out" \
    'PLACE         BEFORE       AFTER   CLAIMED   CORRECT  HOLDS
贵州省印江县     120          86  −28.33 %  −28.33 %  yes, to two decimals
江西某县          91          39   −65.3 %  −57.14 %  NO
               1,849         904  −51.21 %  −51.11 %  NO
昆明市                117+99+124       340       340  yes, exactly
2 of 4 claims hold'
is 'not all hold' "$status" 1
printf '昆明市;198;76;-61.62%%\n昆明市;198;76;61.62%%\n' >"$TEST_DIR/bare.csv"
is 'a sheet without headings, narrow' \
    "$(COLUMNS=58 "$bin" claim --file - <"$TEST_DIR/bare.csv")" \
    'PLACE   BEFORE  AFTER   CLAIMED   CORRECT  HOLDS
昆明市     198     76  −61.62 %  −61.62 %  yes, to two
                                           decimals
昆明市     198     76   61.62 %   38.38 %  NO: with a sign
                                           it is the
                                           change
1 of 2 claims hold'
printf 'a,1,1,0%%\n' | sed 's/0%/+0%/' >"$TEST_DIR/one.csv"
status=0
out=$("$bin" --json claim --file "$TEST_DIR/one.csv") || status=$?
is 'as JSON' "$out" '{"place":"a","before":"1","after":"1","claimed":"+0%","kind":"change","is":"0","exact":"0","decimals":0,"holds":true,"outcome":"exact"}'
is 'all hold' "$status" 0
printf 'place,before,after,claimed\na,1x,1,5\nb,1,2,9\nc,1,2,9,9\n' >"$TEST_DIR/bad.csv"
status=0
out=$("$bin" claim --file "$TEST_DIR/bad.csv" 2>&1) || status=$?
is 'a sheet that does not fit its headings' "$out" \
    "$TEST_DIR/bad.csv:4: 5 cells, but 4 headings
dutygate: claim: 1 mistake; nothing was sent"
is 'is wrong' "$status" 65
printf 'place,before,after,claimed\na,1x,1,5\nb,1,2,9\nc,1,2,1pp\n' >"$TEST_DIR/bad.csv"
out=$("$bin" claim --file "$TEST_DIR/bad.csv" 2>&1)
is 'all mistakes at once, and nothing is judged' "$out" \
    "$TEST_DIR/bad.csv:2: \"1x\" is no number: there is no number where one should be
$TEST_DIR/bad.csv:4: \"1pp\" is in points, which lie between two rates; no rate is \"1\"
dutygate: claim: 2 mistakes; nothing was judged"
printf 'place,before,after,claimed\n' >"$TEST_DIR/none.csv"
is 'no claim' "$("$bin" claim --file "$TEST_DIR/none.csv" 2>&1)" \
    "dutygate: claim: $TEST_DIR/none.csv: holds no claim"
is 'a file that is not there' "$("$bin" claim --file "$TEST_DIR/no" 2>&1)" \
    "dutygate: claim: $TEST_DIR/no: No such file or directory"

# ---- any claim, against fractions that somebody else computes --------------------------

python3 "$top_srcdir/tests/proto/client/burden/claims.py" make \
    >"$TEST_DIR/random.csv"
"$bin" --json claim --file "$TEST_DIR/random.csv" >"$TEST_DIR/random.json"
is 'two thousand claims are judged as by fractions' \
    "$(python3 "$top_srcdir/tests/proto/client/burden/claims.py" judge \
        "$TEST_DIR/random.csv" "$TEST_DIR/random.json")" \
    '2000 of 2000'
tap_done
