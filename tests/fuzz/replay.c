/*
 * Runs a fuzz target over the files of its corpus, one TAP line each. A
 * property that does not hold aborts, after the name of the file was printed.
 *
 * A folder in the corpus holds the files of the form it is named after:
 * fuzz_readers.c is told of it by $LEDE_FUZZ_FORM.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of a file; what is longer is cut. */
#define INPUT_MAX_BYTES ((size_t)128 << 10)

/* Of a path, with its end. */
#define PATH_ROOM_BYTES 4096

static uint8_t input[INPUT_MAX_BYTES];

struct replay {
    int n_run;
    int n_failed;
};

static int is_shown(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static void run_file(struct replay *replay, const char *path, const char *name)
{
    (void)printf("# %s\n", path);
    (void)fflush(stdout);

    FILE *file = fopen(path, "re");
    bool is_good = file != NULL;

    if (is_good) {
        size_t n = fread(input, 1, sizeof input, file);

        (void)fclose(file);
        (void)LLVMFuzzerTestOneInput(input, n);
    }
    replay->n_run++;
    replay->n_failed += !is_good;
    (void)printf("%s %d - %s\n", is_good ? "ok" : "not ok", replay->n_run,
                 name);
}

/* With form, folder is that form's, and holds no other. */
static void run_folder(struct replay *replay, const char *folder,
                       const char *form)
{
    struct dirent **entries;
    int n = scandir(folder, &entries, is_shown, alphasort);

    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        char path[PATH_ROOM_BYTES];

        (void)snprintf(path, sizeof path, "%s/%s", folder, name);
        if (entries[i]->d_type == DT_DIR && form == NULL) {
            (void)setenv("LEDE_FUZZ_FORM", name, 1);
            run_folder(replay, path, name);
        } else {
            run_file(replay, path, name);
        }
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : FUZZ_CORPUS;
    struct replay replay = {0};

    run_folder(&replay, folder, NULL);
    if (replay.n_run == 0) {
        (void)printf("Bail out! nothing in %s\n", folder);
        return 1;
    }
    (void)printf("1..%d\n", replay.n_run);
    return replay.n_failed > 0;
}
