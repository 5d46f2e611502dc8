#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Attachments: what is found in files good and hostile, what is sent of them,
# and whether a file is what a task said.
. "$top_srcdir/tests/tap/tap.sh"
. "$top_srcdir/tests/proto/client/fake.sh"
files=$TEST_DIR/files
mkdir "$files"
python3 "$top_srcdir/tests/proto/client/sheets.py" "$files"
cd "$files" || exit 99

# ---- what is found
sheet() { # FILE HEADINGS EMPTY
    out=$("$bin" attach "$1" 2>"$TEST_DIR/err" | jq -r '.[0].sheet |
        "\(.columns | join("|")) \(.empty)"')
    is "$1" "$out" "$2 $3"
    is "$1: a form is said to be one" \
        "$(cut -d ';' -f 1 "$TEST_DIR/err")" \
        "$([ "$3" = 0 ] || echo "dutygate: attach: $1: a form to be filled in")"
}
head='村|户主|面积(亩)'
sheet template.xlsx "$head" 3
sheet bordered.xlsx "$head" 60
sheet beside.xlsx "$head" 0
sheet bordered.ods "$head" 60
sheet full.xlsx "$head" 0
sheet half.xlsx "$head" 3
sheet merged.xlsx "$head" 0
sheet second.xlsx "$head" 3
sheet shared.xlsx '村|户主' 3
sheet styles.xlsx "$head" 3
sheet no_text.xlsx '' 0
sheet template.ods "$head" 3
sheet full.ods "$head" 0
sheet merged.ods "$head" 2
sheet template.xls "$head" 3
sheet half.xls "$head" 1
sheet utf8.csv '村|户主|备注,  说明' 2
sheet gbk.csv '村|户主|备注,  说明' 2
run attach half.xlsx
is 'headings are listed' "$err" "dutygate: attach: half.xlsx: a form to be\
 filled in; empty cells: 3, below: 村, 户主, 面积(亩)"
types() {
    "$bin" attach "$@" 2>/dev/null | jq -r '.[].type'
}
printf '%%PDF-1.4\n' >notice.pdf
: >empty
is 'media types' "$(types full.xlsx full.ods half.xls gbk.csv utf8.csv \
    notice.pdf empty)" \
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
application/vnd.oasis.opendocument.spreadsheet
application/vnd.ms-excel
text/csv
text/csv
application/pdf
application/x-empty'
run attach notice.pdf
is 'no spreadsheet' "$out" '[{"name":"notice.pdf","size":9,"sha256":"'"$(
    sha256sum notice.pdf | cut -d ' ' -f 1)"'","type":"application/pdf"}]'

# ---- hostile files
refused() { # FILE REASON
    run attach "$1"
    is "$1" "$status $out$err" "65 dutygate: attach: $1: $2"
}
refused truncated.xlsx \
    'it is damaged or cut short (Unrecognized archive format)'
refused truncated.xls 'it is damaged or cut short (xls)'
refused torn.xls 'it is damaged or cut short (xls)'
refused bomb.xlsx 'it unpacks to more than 200 times its size'
refused large.xlsx 'it unpacks to more than 64 MiB'
refused deep.xlsx 'its XML is nested too deeply'
refused laughs.xlsx 'its XML declares a document type'
refused broken.xlsx 'its XML cannot be read: mismatched tag at line 1'
refused order.xlsx 'its rows are out of order'
refused far.xlsx 'it has more than 1,048,576 rows'
refused wide.xlsx 'it has more than 512 columns'
refused spans.xlsx 'it has too many merged cells'
refused parts.xlsx 'it has more than 10,000 parts'
refused chart.xlsx 'no worksheet is in it'
refused sealed.ods 'no table is in it; it may be encrypted'
run attach none.xlsx
is 'no file' "$status $err" \
    '66 dutygate: attach: none.xlsx: No such file or directory'
run attach .
is 'a directory' "$status $err" '66 dutygate: attach: .: it is no regular file'
mkfifo pipe
run attach pipe
is 'a pipe' "$status $err" '66 dutygate: attach: pipe: it is no regular file'
set --
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21; do
    set -- "$@" --attach empty
done
run publish "$@" task.json
is 'more than a task takes' "$status $err" \
    '64 dutygate: publish: option "--attach" more than 20 times'

# ---- what is sent
answer='{"id":"%id%","receipt":{"sequence":51},"verdict":"admit","findings":[]}'
for i in 1 2 3 4; do
    echo "$answer"
done >"$script"
start_fake
mzj='--as department/mzj'
echo '{"duty":"SW-017"}' >task.json
echo '{"duty":"SW-017","attachments":[{"name":"a"}],"due":"2026-12-12"}' >more.json
echo '{}' >nothing.json
run $mzj publish --attach full.xlsx --attach notice.pdf task.json
is 'published' "$status $out" '0 admitted, receipt 51'
run $mzj publish --attach notice.pdf more.json
run $mzj check --attach notice.pdf - <<END
{"specversion":"1.0","type":"dutygate.task.publish.v1","data":{"duty":"x"}}
END
run $mzj publish --attach half.xlsx nothing.json
is 'a form is said to be one, and sent' "$status $out $err" \
    "0 admitted, receipt 51 dutygate: publish: half.xlsx: a form to be\
 filled in; empty cells: 3, below: 村, 户主, 面积(亩)"
is 'what was sent' "$(jq -c '[.type, .data.duty, .data.due] +
        (.data.attachments | map(.name))' "$log")" \
    '["dutygate.task.publish.v1","SW-017",null,"full.xlsx","notice.pdf"]
["dutygate.task.publish.v1","SW-017","2026-12-12","a","notice.pdf"]
["dutygate.task.check.v1","x",null,"notice.pdf"]
["dutygate.task.publish.v1",null,null,"half.xlsx"]'
wrong() {
    want=$1
    shift
    run $mzj publish --attach notice.pdf "$@"
    is "$want" "$status $err" "65 dutygate: publish: -: $want"
}
wrong 'attachments cannot be those of a batch' - <<END
[{"duty":"SW-017"}]
END
wrong 'only a task takes attachments' - <<END
{"specversion":"1.0","type":"dutygate.list.publish.v1","data":{}}
END
run $mzj publish --attach torn.xls task.json
is 'a file that cannot be looked into is not sent' "$status $out$err" \
    '65 dutygate: publish: torn.xls: it is damaged or cut short (xls)'
is 'so many requests' "$(jq -c .type "$log" | wc -l)" 4

# ---- attachment check
look() { # ATTACHMENTS
    echo '{"id":"%id%","result":{"event":{"id":"a","data":{"title":"t","audience":{},"attachments":'"$1"'}}}}'
}
good=$("$bin" attach half.xlsx empty 2>/dev/null)
{
    look "$good"
    look "$(echo "$good" | jq -c '.[0].sheet.empty = 0')"
    look "$(echo "$good" | jq -c 'map(del(.sheet))')"
    look "$(echo "$good" | jq -c '.[0].sha256 = ("0" * 64)')"
    look "$(echo "$good" | jq -c '.[0].size = 1')"
    look "$good"
    look "$good" | sed 's/"data":{"title/"data":{"task":1,"assignment":{"title/; s/}}}}$/}}}}}/'
    look '[]'
    echo '{"id":"%id%","result":{"event":{"id":"a","data":{"task":1}}}}'
    echo '{"id":"%id%","type":"urn:dutygate:problem:not-found","title":"Not found","status":404,"detail":"no receipt 42"}'
} >"$script"
start_fake
sha=$(sha256sum half.xlsx | cut -d ' ' -f 1)
attachment() {
    run --as office/522731101201 attachment check "$@"
}
match='an attachment of task 42: digest and size match'
attachment half.xlsx 42
is 'it matches' "$status $out" "0 half.xlsx: $match
half.xlsx: its sheet is as declared"
attachment half.xlsx 42
is 'its sheet does not' "$status $out" "1 half.xlsx: $match
half.xlsx: its sheet is not as declared: empty cells 3, headings 3; declared 0, 3"
attachment half.xlsx 42
is 'nothing was said of a sheet' "$status $out" "1 half.xlsx: $match
half.xlsx: a spreadsheet, which the task does not say"
attachment half.xlsx 42
is 'its digest does not' "$status $out" "1 half.xlsx: digest does not match:\
 the file has $sha, task 42 says \
0000000000000000000000000000000000000000000000000000000000000000"
attachment half.xlsx 42
is 'its size does not' "$status $out" "1 half.xlsx: size does not match:\
 the file has $(wc -c <half.xlsx) bytes, task 42 says 1"
attachment empty 42
is 'no spreadsheet' "$status $out" "0 empty: $match"
attachment empty 42
is 'of an amended task' "$status $out" "0 empty: $match"
attachment empty 42
is 'none of the task' "$status $out" "1 empty: no attachment of task 42:\
 none has the digest $(sha256sum empty | cut -d ' ' -f 1) or this name"
attachment empty 42
is 'no task' "$status $err" \
    '65 dutygate: attachment check: receipt 42 is not that of a task'
attachment empty 42
is 'no receipt' "$status $out" '65 problem not-found: Not found
  reason    no receipt 42'
is 'what was asked' "$(requests '.type, .data' | sort -u)" \
    '["dutygate.receipt.lookup.v1",{"sequence":42}]'
tap_done
