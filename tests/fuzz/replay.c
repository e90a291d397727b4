/*
 * Runs a fuzz target over the files of its corpus, one TAP line each. A
 * property that does not hold aborts, after the name of the file was printed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of a file; what is longer is cut. */
#define INPUT_MAX_BYTES ((size_t)128 << 10)

static uint8_t input[INPUT_MAX_BYTES];

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Whether the file could be read. */
static int run_file(const char *folder, const char *name)
{
    char path[4096];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    size_t n = fread(input, 1, sizeof input, file);
    (void)fclose(file);
    (void)LLVMFuzzerTestOneInput(input, n);
    return 1;
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : FUZZ_CORPUS;
    struct dirent **entries;
    int n_failed = 0;
    int n = scandir(folder, &entries, is_shown, alphasort);

    if (n <= 0) {
        (void)printf("Bail out! nothing in %s\n", folder);
        return 1;
    }
    (void)printf("1..%d\n", n);
    for (int i = 0; i < n; i++) {
        (void)printf("# %s\n", entries[i]->d_name);
        (void)fflush(stdout);
        int is_good = run_file(folder, entries[i]->d_name);
        (void)printf("%s %d - %s\n", is_good ? "ok" : "not ok", i + 1,
                     entries[i]->d_name);
        n_failed += !is_good;
        free(entries[i]);
    }
    free(entries);
    return n_failed > 0;
}
