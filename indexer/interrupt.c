/*
 * The only state in the program that is not passed as an argument: a signal
 * handler has no other way to say that it ran.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/interrupt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>

static volatile sig_atomic_t caught;

static void catch_signal(int number)
{
    caught = number;
}

void interrupt_init(void)
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_handler = catch_signal;
    /* No SA_RESTART: a read from a silent pipe has to come back. */
    action.sa_flags = (int)SA_RESETHAND;
    sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)signal(SIGXFSZ, SIG_IGN);
}

bool interrupt_is_set(void)
{
    return caught != 0;
}

bool interrupt_wait(int fd)
{
    struct pollfd input = {.fd = fd, .events = POLLIN};
    sigset_t signals;
    sigset_t before;

    sigemptyset(&signals);
    (void)sigaddset(&signals, SIGINT);
    (void)sigaddset(&signals, SIGTERM);
    (void)pthread_sigmask(SIG_BLOCK, &signals, &before);
    /* Only while it waits are they let through. */
    while (caught == 0 && ppoll(&input, 1, NULL, &before) < 0 && errno == EINTR)
        continue;
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return caught == 0;
}

void interrupt_raise(void)
{
    if (caught == 0)
        return;
    (void)signal(caught, SIG_DFL);
    (void)raise(caught);
}
