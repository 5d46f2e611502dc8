# SPDX-License-Identifier: Apache-2.0
"""Spreadsheets for tests, made of text: sheets.py DIRECTORY writes them."""
import os
import struct
import sys
import zipfile

MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
FRAME = 'frame'  # an empty cell with one
TYPES = ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/'
         'content-types"/>')


def archive(name, parts, method=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(name, 'w', method) as out:
        for path, text in parts:
            out.writestr(path, text)


def column(number):
    return chr(ord('A') + number)


def cell(row, number, value):
    place = f'{column(number)}{row}'
    if value is None:
        return f'<c r="{place}" s="2"/>'
    if value == FRAME:
        return f'<c r="{place}" s="1"/>'
    if isinstance(value, int):
        return f'<c r="{place}"><v>{value}</v></c>'
    if value.startswith('='):
        return f'<c r="{place}"><f>{value[1:]}</f></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


def worksheet(rows, merged=()):
    body = ''.join(
        f'<row r="{r}">' + ''.join(cell(r, c, v) for c, v in enumerate(row))
        + '</row>' for r, row in enumerate(rows, 1))
    spans = ''.join(f'<mergeCell ref="{span}"/>' for span in merged)
    return (f'<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData>'
            f'<mergeCells>{spans}</mergeCells></worksheet>')


# Format 1 has a frame, format 2 only looks at the font.
STYLES = (f'<styleSheet xmlns="{MAIN}"><borders><border><left/></border>'
          '<border><left style="thin"/></border></borders><cellStyleXfs>'
          '<xf borderId="1"/></cellStyleXfs><cellXfs><xf borderId="0"/>'
          '<xf borderId="1"/><xf borderId="0" fontId="1"/></cellXfs>'
          '</styleSheet>')


def xlsx(name, *sheets, extra=()):
    parts = [('[Content_Types].xml', TYPES), ('_rels/.rels', '<r/>'),
             ('xl/workbook.xml', f'<workbook xmlns="{MAIN}"/>'),
             ('xl/styles.xml', STYLES)]
    parts += [(f'xl/worksheets/sheet{i}.xml', sheet)
              for i, sheet in enumerate(sheets, 1)]
    archive(name, parts + list(extra))


def ods(name, rows):
    """rows: (times, [(times, text), ...]); text None: an empty cell."""
    def cells(row):
        for times, text in row:
            repeat = f' table:number-columns-repeated="{times}"'
            if text is None:
                yield f'<table:table-cell{repeat}/>'
            elif text == FRAME:
                yield f'<table:table-cell{repeat} table:style-name="ce1"/>'
            elif text == 'covered':
                yield f'<table:covered-table-cell{repeat}/>'
            else:
                yield (f'<table:table-cell{repeat} office:value-type="string">'
                       f'<text:p>{text}</text:p></table:table-cell>')
    body = ''.join(
        f'<table:table-row table:number-rows-repeated="{times}">'
        + ''.join(cells(row)) + '</table:table-row>' for times, row in rows)
    space = 'urn:oasis:names:tc:opendocument:xmlns:'
    content = (f'<office:document-content xmlns:office="{space}office:1.0" '
               f'xmlns:table="{space}table:1.0" xmlns:text="{space}text:1.0" '
               f'xmlns:style="{space}style:1.0" '
               f'xmlns:fo="{space}xsl-fo-compatible:1.0">'
               '<office:automatic-styles><style:style style:name="ce1">'
               '<style:table-cell-properties fo:border="0.06pt solid #000"/>'
               '</style:style></office:automatic-styles>'
               '<office:body><office:spreadsheet><table:table>' + body
               + '</table:table></office:spreadsheet></office:body>'
               '</office:document-content>')
    kind = 'application/vnd.oasis.opendocument.spreadsheet'
    archive(name, [('mimetype', kind), ('content.xml', content)],
            zipfile.ZIP_STORED)


# ---- xls: one stream of BIFF8 records in a compound file --------------------

def record(kind, body):
    return struct.pack('<HH', kind, len(body)) + body


def wide(text):
    return struct.pack('<HB', len(text), 1) + text.encode('utf-16-le')


def biff(rows):
    bof = struct.pack('<HHHHII', 0x600, 5, 0x0dbb, 1996, 0, 6)
    flat = [v for row in rows for v in row if isinstance(v, str)]
    shared = struct.pack('<II', len(flat), len(flat)) + b''.join(
        map(wide, flat))
    head = record(0x809, bof) + record(0x42, struct.pack('<H', 1200))
    end = record(0x0a, b'')
    name = 'Sheet1'
    sst = record(0xfc, shared)
    bound_len = 4 + 8 + len(name)
    start = len(head) + bound_len + len(sst) + len(end)
    bound = record(0x85, struct.pack('<IHBB', start, 0, len(name), 0)
                   + name.encode())
    assert len(bound) == bound_len
    sheet = record(0x809, struct.pack('<HHHHII', 0x600, 0x10, 0x0dbb, 1996, 0,
                                      6))
    sheet += record(0x200, struct.pack('<IIHHH', 0, len(rows), 0,
                                       max(map(len, rows)), 0))
    text = 0
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if isinstance(value, str):
                sheet += record(0xfd, struct.pack('<HHHI', r, c, 0, text))
                text += 1
            elif value is not None:
                sheet += record(0x203, struct.pack('<HHHd', r, c, 0, value))
    return head + bound + sst + end + sheet + end


def entry(name, kind, start, size, child=0xffffffff):
    raw = (name + '\0').encode('utf-16-le')
    return (raw.ljust(64, b'\0') + struct.pack(
        '<HBBIII16sIQQII', len(raw), kind, 1, 0xffffffff, 0xffffffff, child,
        b'', 0, 0, 0, start, size) + b'\0' * 4)[:128]


def xls(name, rows):
    stream = biff(rows)
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b'\0')
    sectors = len(stream) // 512
    # Sector 0 is the FAT, 1 the directory, then the stream.
    fat = [0xfffffffd, 0xfffffffe]
    fat += list(range(3, 2 + sectors)) + [0xfffffffe]
    fat += [0xffffffff] * (128 - len(fat))
    header = struct.pack(
        '<8s16sHHHHH6sIIIIIIIIII', b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', b'',
        0x3e, 3, 0xfffe, 9, 6, b'', 0, 1, 1, 0, 4096, 0xfffffffe, 0,
        0xfffffffe, 0, 0)
    header += struct.pack('<I', 0xffffffff) * 108
    directory = entry('Root Entry', 5, 0xfffffffe, 0, 1)
    directory += entry('Workbook', 2, 2, len(stream))
    directory = directory.ljust(512, b'\0')
    with open(name, 'wb') as out:
        out.write(header + struct.pack('<128I', *fat) + directory + stream)


HEAD = ['村', '户主', '面积(亩)']


def write_plain():
    xlsx('template.xlsx', worksheet([['高龄津贴核查表'], HEAD]))
    xlsx('bordered.xlsx', worksheet(
        [HEAD, ['例:城关村', '甲', 12]] + [[FRAME] * 3] * 20))
    xlsx('beside.xlsx', worksheet(
        [HEAD, ['城关村', '甲', 12]] + [[None] * 3 + [FRAME]] * 20))
    xlsx('full.xlsx', worksheet([HEAD, ['城关村', '甲', 12],
                                 ['新民村', '乙', '=C2*2'], [None] * 3]))
    xlsx('half.xlsx', worksheet([HEAD, ['城关村', None, None],
                                 ['新民村', '　', 3]]))
    xlsx('merged.xlsx', worksheet(
        [['说明', None, None], HEAD, ['城关村', '甲', 1], [None, '乙', 2]],
        ['A1:C1', 'A3:A4']))
    xlsx('second.xlsx', worksheet([['封面']]), worksheet([HEAD]))
    shared = (f'<sst xmlns="{MAIN}"><si><t>村</t></si><si><r><t>户</t></r><r>'
              '<t>主</t></r><rPh sb="0" eb="1"><t>hu</t></rPh></si>'
              '<si><t> </t></si></sst>')
    xlsx('shared.xlsx', f'<worksheet xmlns="{MAIN}"><sheetData><row>'
         '<c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row>'
         '<c t="s"><v>2</v></c><c t="s"><v>99</v></c></row><row>'
         '<c><v>1</v></c></row></sheetData></worksheet>',
         extra=[('xl/elsewhere.bin', shared)])
    xlsx('no_text.xlsx', worksheet([[1, 2], [3, None]]))
    xlsx('chart.xlsx')
    ods('template.ods', [(1, [(1, t) for t in HEAD] + [(16381, None)]),
                         (1048575, [(16384, None)])])
    ods('bordered.ods', [(1, [(1, t) for t in HEAD]), (1, [(3, '例')]),
                         (20, [(3, FRAME)]), (1048554, [(3, FRAME)])])
    ods('full.ods', [(1, [(1, t) for t in HEAD]), (500, [(3, '有')]),
                     (1048075, [(16384, None)])])
    ods('merged.ods', [(1, [(1, '表'), (2, 'covered')]),
                       (1, [(1, t) for t in HEAD]),
                       (2, [(1, '城关村'), (1, None), (1, 'covered')])])
    xls('template.xls', [['高龄津贴核查表'], HEAD])
    xls('half.xls', [HEAD, ['城关村', None, 3.5], ['新民村', '乙', 4]])
    for name, code in ('utf8', 'utf-8-sig'), ('gbk', 'gbk'):
        with open(f'{name}.csv', 'w', encoding=code, newline='') as out:
            out.write('村,户主,"备注,\r\n说明"\r\n城关村,甲,\r\n新民村,,无\r\n')


def write_hostile():
    half = open('half.xlsx', 'rb').read()
    open('truncated.xlsx', 'wb').write(half[:len(half) // 2])
    xls_bytes = open('half.xls', 'rb').read()
    open('truncated.xls', 'wb').write(xls_bytes[:700])
    torn = bytearray(xls_bytes)
    torn[1536 + 60:1536 + 400] = b'\xff' * 340
    open('torn.xls', 'wb').write(torn)
    rows = '<row><c><v>1</v></c></row>' * 400000
    xlsx('bomb.xlsx', f'<worksheet xmlns="{MAIN}"><sheetData>{rows}'
         '</sheetData></worksheet>')
    xlsx('large.xlsx', os.urandom(1000).hex() + 'x', extra=[
        (f'{i}.bin', os.urandom(1 << 18).hex()) for i in range(140)])
    deep = '<a>' * 200 + '</a>' * 200
    xlsx('deep.xlsx', f'<worksheet xmlns="{MAIN}">{deep}</worksheet>')
    laughs = ''.join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">'
                     for i in range(1, 10))
    xlsx('laughs.xlsx', f'<!DOCTYPE worksheet [<!ENTITY l0 "哈">{laughs}]>'
         f'<worksheet xmlns="{MAIN}"><sheetData><row><c t="inlineStr"><is><t>'
         '&l9;</t></is></c></row></sheetData></worksheet>')
    xlsx('broken.xlsx', f'<worksheet xmlns="{MAIN}"><row></worksheet>')
    xlsx('styles.xlsx', worksheet([HEAD]), extra=[
        ('xl/more.xml', f'<styleSheet xmlns="{MAIN}"><borders><left '
         'style="thin"/></borders><cellXfs><xf borderId="99999999999"/>'
         + '<xf borderId="1"/>' * 5000 + '</cellXfs></styleSheet>')])
    xlsx('order.xlsx', f'<worksheet xmlns="{MAIN}"><sheetData><row r="5"/>'
         '<row r="2"/></sheetData></worksheet>')
    xlsx('far.xlsx', f'<worksheet xmlns="{MAIN}"><sheetData><row r="2000000"/>'
         '</sheetData></worksheet>')
    xlsx('wide.xlsx', f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'
         '<c r="ZZ1"><v>1</v></c></row></sheetData></worksheet>')
    xlsx('spans.xlsx', worksheet([['a', 'b']] + [[1, 2]] * 1000,
                                 ['A1:B1001'] * 5000))
    archive('sealed.ods', [
        ('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'),
        ('content.xml', bytes(range(256)))], zipfile.ZIP_STORED)
    xlsx('parts.xlsx', extra=[(f'p{i}', '') for i in range(10001)])


if __name__ == '__main__':
    os.chdir(sys.argv[1])
    write_plain()
    write_hostile()
