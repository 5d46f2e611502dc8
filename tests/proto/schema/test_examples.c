/* SPDX-License-Identifier: Apache-2.0 */
/* Every good example is taken; every bad one is refused where and with the
 * words that bad.tsv says. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/proto/schema/wire.h"
#include "tests/tap/tap.h"

static struct wire wire;

/* Path of a file below the examples; static. */
static const char *
example(const char *dir, const char *name)
{
    static char path[4096];
    snprintf(path, sizeof path, "%s/proto/schema/examples%s%s",
             getenv("top_srcdir"), dir, name);
    return path;
}

static size_t
count_files(const char *dir)
{
    DIR *files = opendir(example(dir, ""));
    struct dirent *file;
    size_t count = 0;

    while (files && (file = readdir(files))) {
        const char *dot = strrchr(file->d_name, '.');
        count += dot && strcmp(dot, ".json") == 0;
    }
    if (files) {
        closedir(files);
    }
    return count;
}

static void
check_good(const char *name)
{
    struct dg_str text = wire_read(example("/", name));
    struct dg_message message = wire_decode(&wire, text);

    ok(!message.bad, "%s is a message", name);
    for (size_t i = 0; i < message.count; i++) {
        const struct dg_event *event = &message.events[i];
        if (!ok(!event->bad && event->kind, "%s is good", name)) {
            printf("# %.*s: %.*s\n", DG_STR_ARG(event->pointer),
                   DG_STR_ARG(event->detail));
        }
    }
    free((void *) text.data);
}

static void
test_good(void)
{
    DIR *files = opendir(example("", ""));
    struct dirent *file;

    while (files && (file = readdir(files))) {
        const char *dot = strrchr(file->d_name, '.');
        if (dot && strcmp(dot, ".json") == 0) {
            check_good(file->d_name);
        }
    }
    if (files) {
        closedir(files);
    }
    ok(count_files("") >= 17, "there are good examples");
}

static void
check_bad(const char *name, const char *pointer, const char *text)
{
    struct dg_str bytes = wire_read(example("/bad/", name));
    struct dg_message message = wire_decode(&wire, bytes);

    if (ok(!message.bad && message.count == 1 && message.events[0].bad,
           "%s is bad", name)) {
        is_str(message.events[0].pointer, pointer, "where");
        is_str(message.events[0].detail, text, "why");
    }
    free((void *) bytes.data);
}

static void
test_bad(void)
{
    char path[4096], line[1024];
    size_t count = 0;
    FILE *table;

    snprintf(path, sizeof path, "%s/tests/proto/schema/bad.tsv",
             getenv("top_srcdir"));
    table = fopen(path, "r");
    while (table && fgets(line, sizeof line, table)) {
        char *pointer = strchr(line, '\t');
        char *text = pointer ? strchr(pointer + 1, '\t') : NULL;
        if (line[0] != '#' && text) {
            *pointer++ = *text++ = '\0';
            text[strcspn(text, "\n")] = '\0';
            check_bad(line, pointer, text);
            count++;
        }
    }
    if (table) {
        fclose(table);
    }
    ok(count > 0, "there are bad examples");
    is_int(count, count_files("/bad"), "all of them are in the table");
}

int
main(void)
{
    if (!wire_open(&wire)) {
        return 99;
    }
    test_good();
    test_bad();
    wire_close(&wire);
    return tap_done();
}
