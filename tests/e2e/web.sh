# tests/e2e/web.sh - asking lede.cgi as a server would, but without one. Sourced
# behind lib.sh.
#
# SPDX-License-Identifier: GPL-2.0-or-later

lede_cgi=$builddir/searcher/lede.cgi
[ -x "$lede_cgi" ] || skip_all "lede.cgi was not built: libfcgi is missing"

# cgi [NAME=VALUE...] PATH [QUERY]: one request; the reply's head is in the file
# head, without carriage returns, its body in the file body, what was logged in
# the file log. LEDE_INDEX or LEDE_CONFIG as they are set.
cgi() {
    cgi_extra=
    while case ${1-} in *=*) true ;; *) false ;; esac do
        cgi_extra="$cgi_extra $1"
        shift
    done
    # shellcheck disable=SC2086 # one word a variable; none has spaces
    env GATEWAY_INTERFACE=CGI/1.1 SERVER_PROTOCOL=HTTP/1.1 REQUEST_METHOD=GET \
        SCRIPT_NAME= HTTP_HOST=archive.example \
        PATH_INFO="$1" QUERY_STRING="${2-}" $cgi_extra "$lede_cgi" >reply 2>log
    sed '/^\r$/,$d' reply | tr -d '\r' >head
    sed '1,/^\r$/d' reply >body
}

# The status of the last reply.
status() {
    sed -n 's/^Status: \([0-9]*\).*/\1/p' head
}

# header NAME: its value.
header() {
    sed -n "s/^$1: //p" head
}

# expect_http NAME STATUS [NAME=VALUE...] PATH [QUERY]
expect_http() {
    http_name=$1
    http_want=$2
    shift 2
    cgi "$@"
    expect_equal "$http_name" "$http_want" "$(status)"
}
