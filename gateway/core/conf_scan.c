/* SPDX-License-Identifier: Apache-2.0 */
/* Decides what the text of a configuration has wrong that libconfuse does not
 * see, and what it must not see. libconfuse 3.3 counts two lines too many for a
 * comment, refuses comments in lists, takes a section without its closing
 * brace, and the last of two values that an option was given: so before it sees
 * the text, comments are blanked, and strings, braces and names looked at. */
#include "gateway/core/conf_parse.h"

/* ---- comments, strings, braces ------------------------------------------ */

/* The end of the quoted string that begins at s, or NULL. */
static char *
quoted_end(char *s, const char *end)
{
    char quote = *s;
    for (s++; s < end; s++) {
        if (*s == '\\') {
            s++;
        } else if (*s == quote) {
            return s + 1;
        }
    }
    return NULL;
}

/* Blanks the comment that begins at s but keeps its line ends; gives what
 * follows, or NULL if it does not end. */
static char *
comment_end(char *s, const char *end)
{
    bool block = s[0] == '/' && s[1] == '*';
    char last = '\0';
    for (size_t i = 0; s < end; s++, i++) {
        char c = *s;
        if (!block && c == '\n') {
            return s;
        }
        if (c != '\n') {
            *s = ' ';
        }
        if (block && i > 2 && last == '*' && c == '/') {
            return s + 1;
        }
        last = c;
    }
    return block ? NULL : s;
}

/* Within an unquoted word a slash begins no comment. */
static bool
is_comment(const char *s, const char *end, char before)
{
    if (*s == '#') {
        return true;
    }
    return *s == '/' && s + 1 < end && (s[1] == '/' || s[1] == '*') &&
           strchr(" \t\r\n{}()=+,\"'", before);
}

/* Blanks all comments; false, and said, if a string, a comment or a section
 * does not end. */
static bool
blank_comments(struct dg_conf_parse *parse, char *text, size_t len)
{
    const char *end = text + len, *brace = NULL;
    char before = '\n';
    int depth = 0;
    for (char *s = text; s < end;) {
        const char *begin = s;
        bool quoted = *s == '"' || *s == '\'';
        if (quoted) {
            s = quoted_end(s, end);
        } else if (is_comment(s, end, before)) {
            s = comment_end(s, end);
        } else {
            brace = *s == '{' && depth == 0 ? s : brace;
            depth += (*s == '{') - (*s == '}');
            s++;
        }
        if (!s) {
            dg_conf_complain(parse, dg_conf_complain_line(text, begin),
                             "unterminated %s", quoted ? "string" : "comment");
            return false;
        }
        before = s[-1];
    }
    if (depth > 0) {
        dg_conf_complain(parse, dg_conf_complain_line(text, brace),
                         "missing closing brace");
    }
    return depth <= 0;
}

/* ---- names -------------------------------------------------------------- */

/* More than any configuration has; what comes after is not compared. */
#define NAMES_MAX 1024
#define DEPTH_MAX 16

/* An option that was given a value, or a section without title. */
struct name {
    struct dg_str text;
    unsigned scope; /* the section it stands in, by number; 0 is none */
    int line;
};

struct names {
    struct dg_conf_parse *parse;
    const char *text, *end;
    struct name seen[NAMES_MAX];
    size_t count;
    unsigned scopes[DEPTH_MAX], depth, last_scope;
    struct dg_str word;  /* what a statement begins with */
    unsigned words;      /* of the statement so far */
    bool value, appends; /* after "="; after "+" */
};

static void
note_name(struct names *names)
{
    int line = dg_conf_complain_line(names->text, names->word.data);
    unsigned scope = names->scopes[names->depth];
    for (size_t i = 0; i < names->count; i++) {
        const struct name *seen = &names->seen[i];
        if (seen->scope == scope && dg_str_equal(seen->text, names->word)) {
            dg_conf_complain(names->parse, line,
                             "\"%.*s\" is written twice, first in line "
                             "%d",
                             DG_STR_ARG(names->word), seen->line);
            return;
        }
    }
    if (names->count < NAMES_MAX) {
        names->seen[names->count++] = (struct name){names->word, scope, line};
    }
}

static void
end_statement(struct names *names)
{
    names->words = 0;
    names->value = names->appends = false;
}

/* A word or a string: part of a statement's head, or the value of an option. */
static void
take_word(struct names *names, struct dg_str word)
{
    if (names->value) {
        end_statement(names);
        return;
    }
    if (names->words++ == 0) {
        names->word = word;
    }
}

/* The braces of a list, or of a section. Gives what follows. */
static const char *
take_open(struct names *names, const char *s)
{
    if (names->value) {
        while (s < names->end && *s != '}') {
            s = *s == '"' || *s == '\'' ? quoted_end((char *) s, names->end)
                                        : s + 1;
        }
        end_statement(names);
        return s < names->end ? s + 1 : s;
    }
    if (names->words == 1) {
        note_name(names);
    }
    if (names->depth < DEPTH_MAX - 1) {
        names->scopes[++names->depth] = ++names->last_scope;
    }
    end_statement(names);
    return s + 1;
}

static const char *
take_mark(struct names *names, const char *s)
{
    switch (*s) {
    case '{':
        return take_open(names, s);
    case '}':
        names->depth -= names->depth > 0;
        end_statement(names);
        break;
    case '+':
        names->appends = true;
        break;
    case '=':
        if (names->words == 1 && !names->appends) {
            note_name(names);
        }
        names->value = true;
        break;
    }
    return s + 1;
}

/* The text has no comments any more, and its strings end. */
static void
compare_names(struct dg_conf_parse *parse, char *text, size_t len)
{
    static struct names names; /* one thread reads configurations */
    names = (struct names){.parse = parse, .text = text, .end = text + len};
    for (const char *s = text; s < names.end;) {
        size_t word = strcspn(s, " \t\r\n{}()=+,\"'");
        if (*s == '"' || *s == '\'') {
            const char *end = quoted_end((char *) s, names.end);
            take_word(&names, (struct dg_str){s, (size_t) (end - s)});
            s = end;
        } else if (word > 0) {
            take_word(&names, (struct dg_str){s, word});
            s += word;
        } else {
            s = take_mark(&names, s);
        }
    }
}

void
dg_conf_scan_text(struct dg_conf_parse *parse, char *text, size_t len)
{
    if (blank_comments(parse, text, len)) {
        compare_names(parse, text, len);
    }
}
