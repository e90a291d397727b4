/*
 * lede-index: chooses the command, prints what failed.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "base/crash.h"
#include "indexer/command.h"
#include "indexer/interrupt.h"
#include "indexer/workshop.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct command *const commands[] = {
    &command_add,    &command_sync,  &command_delete, &command_merge,
    &command_verify, &command_stats, &command_dump,
};

#define N_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void print_help(void)
{
    (void)printf("Usage: lede-index COMMAND [OPTION]...\n\n"
                 "Keeps full-text indexes of article archives.\n\n"
                 "Commands:\n");
    for (size_t i = 0; i < N_COMMANDS; i++)
        (void)printf("  %-6s  %s\n", commands[i]->name,
                     commands[i]->table->summary);
    (void)printf("\nOptions:\n"
                 "  -h, --help     print this help and exit\n"
                 "  -V, --version  print the version and exit\n\n"
                 "lede-index COMMAND --help tells the options of a command.\n"
                 "The index is -i DIR, else $LEDE_INDEX, else ./lede.index.\n");
}

static int fail(const struct error *err)
{
    (void)fprintf(stderr, "lede-index: %s\n", err->message);
    if (err->hint[0] != '\0')
        (void)fprintf(stderr, "  hint: %s\n", err->hint);
    return EXIT_NOTHING;
}

static int finish_output(void)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return EXIT_DONE;
    (void)fprintf(stderr, "lede-index: cannot write output\n");
    return EXIT_NOTHING;
}

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < N_COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static int run(const struct command *command, int argc, char **argv)
{
    struct error err = ERROR_INIT;
    int exit_status = EXIT_DONE;

    interrupt_init();
    if (command->run(argc, argv, &exit_status, &err) != STATUS_OK) {
        exit_status = fail(&err);
        interrupt_raise();
    }
    return exit_status;
}

/* Blocks from this size on go back to the system when they are freed. By itself
   glibc raises its limit to 32 MiB, and the holes that large blocks leave then
   count against --memory. */
#define LARGE_BLOCK_BYTES (1 << 20)

int main(int argc, char **argv)
{
    struct error err = ERROR_INIT;
    const char *word = argc > 1 ? argv[1] : "";

    (void)mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK_BYTES);
    if (argc == 2 && strcmp(word, "reading-worker") == 0)
        return workshop_serve(STDIN_FILENO);

    const struct command *command = find_command(word);

    crash_say("lede-index: crashed; the index is as its last commit left it\n"
              "  hint: run `lede-index verify`, for it may be damaged; if it "
              "is not, this is our mistake: please report it\n",
              EXIT_NOTHING);
    if (command != NULL)
        return run(command, argc - 1, argv + 1);
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        print_help();
        return finish_output();
    }
    if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0) {
        (void)printf("lede-index (%s) %s\n", PACKAGE_NAME, PACKAGE_VERSION);
        return finish_output();
    }
    if (word[0] == '\0')
        (void)error_set(&err, STATUS_BAD_USAGE, "no command given");
    else
        (void)error_set(&err, STATUS_BAD_USAGE, "unknown command '%s'", word);
    error_hint(&err, "commands are add, sync, delete, merge, verify, stats, "
                     "dump; see lede-index --help");
    return fail(&err);
}
