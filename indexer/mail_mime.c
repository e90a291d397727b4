/*
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#include "indexer/mail_mime.h"

#include "indexer/json_out.h"
#include "indexer/loaded.h"
#include "indexer/mail_text.h"
#include "indexer/reader_html.h"

#include <gmime/gmime.h>
#include <string.h>

/* Of a mail's parts; more say nothing to a reader. */
#define PARTS_MAX   10000
#define DEPTH_MAX   50
#define AUTHORS_MAX 100

struct mail {
    const struct reader_settings *settings;
    struct str text;
    struct str title;
    struct str date;
    struct str extra;
    struct str attachments;
    struct arena arena;
    struct str_span authors[AUTHORS_MAX];
    size_t n_authors;
    size_t n_parts;
    size_t n_repaired;
    struct str note;
    enum status status;
};

static void check(struct mail *mail, enum status status)
{
    if (mail->status == STATUS_OK)
        mail->status = status;
}

/* What comes from gmime is UTF-8, or should be. */
static struct str_span keep(struct mail *mail, const char *text)
{
    CLEANUP(str_release) struct str clean = STR_INIT;
    struct charset_reading reading;
    struct str_span copy;

    check(mail, charset_decode(str_span_of(text), SPAN("utf-8"), true, &clean,
                               &reading, NULL));
    copy = arena_copy(&mail->arena, str_span_trim(str_view(&clean)));
    if (copy.bytes == NULL)
        check(mail, STATUS_NO_MEMORY);
    return copy.bytes != NULL ? copy : str_span("", 0);
}

/* ---- parts */

static void begin_part(struct mail *mail)
{
    if (mail->text.n_bytes > 0)
        str_add_text(&mail->text, "\n\n");
}

/* The bytes of a part, as they were before they were encoded for the way. */
static GByteArray *content_of(GMimePart *part)
{
    GMimeDataWrapper *content = g_mime_part_get_content(part);
    GByteArray *bytes = g_byte_array_new();
    GMimeStream *stream;

    if (content == NULL)
        return bytes;
    stream = g_mime_stream_mem_new_with_byte_array(bytes);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    (void)g_mime_data_wrapper_write_to_stream(content, stream);
    g_object_unref(stream);
    return bytes;
}

static void take_text(struct mail *mail, GMimePart *part, bool is_html)
{
    const char *charset =
        g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    struct loaded loaded = LOADED_INIT;
    GByteArray *bytes = content_of(part);
    struct str_span span = str_span((const char *)bytes->data, bytes->len);
    struct str_span declared = str_span_of(charset);

    if (declared.n_bytes == 0 && is_html)
        declared = loaded_html_charset(span);
    check(mail, loaded_decode(&loaded, span, mail->settings, declared, NULL));
    begin_part(mail);
    if (is_html)
        check(mail,
              reader_html_text(str_view(&loaded.text), &mail->text, NULL));
    else
        mail_text_part(str_view(&loaded.text), &mail->text);
    mail->n_repaired += loaded.reading.n_repaired;
    if (loaded.note.n_bytes > 0 && mail->note.n_bytes == 0)
        str_add_span(&mail->note, str_view(&loaded.note));
    loaded_release(&loaded);
    g_byte_array_unref(bytes);
}

static void note_attachment(struct mail *mail, GMimePart *part)
{
    const char *name = g_mime_part_get_filename(part);

    if (name == NULL)
        return;
    if (mail->attachments.n_bytes > 0)
        str_add_text(&mail->attachments, ", ");
    str_add_span(&mail->attachments, keep(mail, name));
}

static bool is_type(GMimeObject *object, const char *type, const char *subtype)
{
    GMimeContentType *content_type = g_mime_object_get_content_type(object);

    return content_type != NULL &&
           g_mime_content_type_is_type(content_type, type, subtype);
}

static void take_leaf(struct mail *mail, GMimePart *part)
{
    bool is_html = is_type(GMIME_OBJECT(part), "text", "html");
    const char *disposition = g_mime_object_get_disposition(GMIME_OBJECT(part));
    bool is_attached = disposition != NULL &&
                       g_ascii_strcasecmp(disposition, "attachment") == 0;

    if (!is_attached && (is_html || is_type(GMIME_OBJECT(part), "text", "*")))
        take_text(mail, part, is_html);
    else
        note_attachment(mail, part);
}

static void take_object(struct mail *mail, GMimeObject *object, unsigned depth);

/* The plain one of two that say the same; else the last that is text. */
/* NOLINTNEXTLINE(misc-no-recursion): down to DEPTH_MAX */
static void take_alternative(struct mail *mail, GMimeMultipart *parts,
                             unsigned depth)
{
    GMimeObject *choice = NULL;
    int n = g_mime_multipart_get_count(parts);

    for (int i = 0; i < n && i < PARTS_MAX; i++) {
        GMimeObject *part = g_mime_multipart_get_part(parts, i);

        if (choice == NULL || is_type(part, "text", "plain"))
            choice = part;
        if (is_type(part, "text", "plain"))
            break;
    }
    if (choice != NULL)
        take_object(mail, choice, depth + 1);
}

/* NOLINTNEXTLINE(misc-no-recursion): down to DEPTH_MAX */
static void take_parts(struct mail *mail, GMimeObject *object, unsigned depth)
{
    GMimeMultipart *parts = GMIME_MULTIPART(object);

    if (is_type(object, "multipart", "alternative")) {
        take_alternative(mail, parts, depth);
        return;
    }
    for (int i = 0; i < g_mime_multipart_get_count(parts); i++)
        take_object(mail, g_mime_multipart_get_part(parts, i), depth + 1);
}

/* NOLINTNEXTLINE(misc-no-recursion): down to DEPTH_MAX */
static void take_object(struct mail *mail, GMimeObject *object, unsigned depth)
{
    if (object == NULL || depth > DEPTH_MAX || mail->n_parts++ > PARTS_MAX ||
        mail->status != STATUS_OK)
        return;
    if (GMIME_IS_MESSAGE_PART(object)) {
        GMimeMessage *inner =
            g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));

        if (inner != NULL)
            take_object(mail, g_mime_message_get_mime_part(inner), depth + 1);
    } else if (GMIME_IS_MULTIPART(object)) {
        take_parts(mail, object, depth);
    } else if (GMIME_IS_PART(object)) {
        take_leaf(mail, GMIME_PART(object));
    }
}

/* ---- headers */

static void take_authors(struct mail *mail, GMimeMessage *message)
{
    InternetAddressList *from = g_mime_message_get_from(message);
    int n = from != NULL ? internet_address_list_length(from) : 0;

    for (int i = 0; i < n && mail->n_authors < AUTHORS_MAX; i++) {
        InternetAddress *address = internet_address_list_get_address(from, i);
        const char *name = internet_address_get_name(address);

        if ((name == NULL || name[0] == '\0') &&
            INTERNET_ADDRESS_IS_MAILBOX(address))
            name = internet_address_mailbox_get_addr(
                INTERNET_ADDRESS_MAILBOX(address));
        if (name != NULL && name[0] != '\0')
            mail->authors[mail->n_authors++] = keep(mail, name);
    }
}

static void take_date(struct mail *mail, GMimeMessage *message)
{
    GDateTime *date = g_mime_message_get_date(message);
    gchar *text = date != NULL ? g_date_time_format_iso8601(date) : NULL;
    const char *raw = g_mime_object_get_header(GMIME_OBJECT(message), "Date");

    if (text != NULL)
        str_add_text(&mail->date, text);
    else if (raw != NULL)
        str_add_span(&mail->date, keep(mail, raw));
    g_free(text);
}

static void add_header(struct mail *mail, GMimeMessage *message,
                       const char *header, const char *member)
{
    const char *value = g_mime_object_get_header(GMIME_OBJECT(message), header);

    if (value != NULL)
        json_add_member(&mail->extra, member, keep(mail, value));
}

/* From behind the bracket to where it is closed. */
static struct str_span in_brackets(struct str_span text, const char *bracket)
{
    size_t n_before = (size_t)(bracket - text.bytes) + 1;
    struct str_span rest = str_span(bracket + 1, text.n_bytes - n_before);
    const char *end =
        rest.n_bytes > 0 ? memchr(rest.bytes, '>', rest.n_bytes) : NULL;

    return end == NULL ? rest
                       : str_span(rest.bytes, (size_t)(end - rest.bytes));
}

/* Without its quotes, and the backslashes in front of those within (RFC 5322,
   3.2.4). bytes is the arena's, and changed. */
static struct str_span unquote(char *bytes, size_t n_bytes)
{
    size_t n = 0;

    for (size_t i = 0; i < n_bytes; i++) {
        if (bytes[i] == '"')
            continue;
        if (bytes[i] == '\\' && i + 1 < n_bytes)
            i++;
        bytes[n++] = bytes[i];
    }
    return str_span_trim(str_span(bytes, n));
}

/* "Readers of the list <list.example.org>" (RFC 2919): the name that stands
   before the address, or else that. */
static struct str_span source_of(struct mail *mail, GMimeMessage *message)
{
    const char *id = g_mime_object_get_header(GMIME_OBJECT(message), "List-Id");
    struct str_span text;
    struct str_span source;
    const char *bracket;

    if (id == NULL)
        return str_span("", 0);
    text = keep(mail, id);
    if (text.n_bytes == 0)
        return text;
    bracket = memchr(text.bytes, '<', text.n_bytes);
    source = unquote((char *)text.bytes, bracket == NULL
                                             ? text.n_bytes
                                             : (size_t)(bracket - text.bytes));
    return source.n_bytes > 0 || bracket == NULL
               ? source
               : str_span_trim(in_brackets(text, bracket));
}

static void take_message(struct mail *mail, GMimeMessage *message,
                         struct article *article)
{
    const char *subject = g_mime_message_get_subject(message);
    const char *id = g_mime_message_get_message_id(message);

    take_authors(mail, message);
    take_date(mail, message);
    take_object(mail, g_mime_message_get_mime_part(message), 0);
    add_header(mail, message, "In-Reply-To", "in_reply_to");
    add_header(mail, message, "To", "to");
    json_add_member(&mail->extra, "attachments", str_view(&mail->attachments));
    if (subject != NULL)
        article->title = keep(mail, subject);
    article->section = mail_text_thread(article->title);
    if (id != NULL)
        article->id = keep(mail, id);
    article->source = source_of(mail, message);
    article->authors = mail->authors;
    article->n_authors = mail->n_authors;
    article->date_text = str_view(&mail->date);
    article->text = str_view(&mail->text);
    article->extra = str_view(&mail->extra);
    check(mail, str_status(&mail->text, NULL));
}

static GMimeMessage *parse(struct str_span bytes)
{
    GMimeStream *stream =
        g_mime_stream_mem_new_with_buffer(bytes.bytes, bytes.n_bytes);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);

    g_object_unref(parser);
    g_object_unref(stream);
    return message;
}

static void release(struct mail *mail)
{
    str_release(&mail->text);
    str_release(&mail->title);
    str_release(&mail->date);
    str_release(&mail->extra);
    str_release(&mail->attachments);
    str_release(&mail->note);
    arena_release(&mail->arena);
}

enum status mail_mime_take(struct str_span bytes,
                           const struct reader_settings *settings,
                           const struct reader_facts *facts,
                           const struct reader_sink *sink, struct error *err)
{
    struct mail mail = {.settings = settings};
    struct reader_facts own = *facts;
    struct article article;
    GMimeMessage *message;
    enum status status;

    g_mime_init(); /* counts; the first call does it */
    message = parse(bytes);
    if (message == NULL)
        return sink->skip(sink->context, facts->line, "no mail", err);
    str_init(&mail.text, ARTICLE_MAX_BYTES);
    arena_init(&mail.arena);
    memset(&article, 0, sizeof(article));
    take_message(&mail, message, &article);
    own.n_repaired = mail.n_repaired;
    own.note = mail.note.n_bytes > 0 ? mail.note.bytes : NULL;
    if (mail.status == STATUS_TOO_BIG)
        status = sink->skip(sink->context, facts->line, "over 64 MiB", err);
    else if (mail.status != STATUS_OK)
        status = error_no_memory(err);
    else
        status = sink->add(sink->context, &article, &own, err);
    g_object_unref(message);
    release(&mail);
    return status;
}
