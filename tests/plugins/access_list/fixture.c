/* SPDX-License-Identifier: Apache-2.0 */
/* Reads list.json and writes the tasks that are judged by it. */
#include "tests/plugins/access_list/fixture.h"

#include <stdio.h>
#include <stdlib.h>

char *
fixture_list(void)
{
    char path[4096];
    size_t size = 65536, len;
    char *text = malloc(size);
    FILE *file;
    snprintf(path, sizeof path, "%s/tests/plugins/access_list/list.json",
             getenv("top_srcdir"));
    file = fopen(path, "r");
    if (!file || !text) {
        fprintf(stderr, "%s cannot be read\n", path);
        exit(99);
    }
    len = fread(text, 1, size - 1, file);
    text[len] = '\0';
    fclose(file);
    return text;
}

void
fixture_open(struct fake_host *fake)
{
    fixture_open_with(fake, NULL);
}

void
fixture_open_with(struct fake_host *fake, const char *const *options)
{
    char *list = fixture_list();
    if (!fake_host_open(fake, "access_list", options) ||
        !fake_host_set_day(fake, "2026-01-01") ||
        fake_host_send(fake, LIST_PUBLISH, KEEPER, list) > DG_PLUGIN_STRIP ||
        !fake_host_set_day(fake, "2026-11-22")) {
        fprintf(stderr, "the plugin does not take list.json\n");
        exit(99);
    }
    free(list);
}

const char *
fixture_ask(const char *duty, const char *codes, const char *due,
            const char *more)
{
    static char task[4096];
    snprintf(task, sizeof task,
             "{'duty': '%s', 'title': '关于报送有关情况的通知', "
             "'audience': {'codes': [%s]}, 'due': '%s'%s}",
             duty, codes, due, more);
    return task;
}

const char *
fixture_task(const char *duty, const char *more)
{
    return fixture_ask(duty, "'522731100201', '522731100202'", "2026-12-20",
                       more);
}
