filedesc://crawl.arc 127.0.0.1 20080430204825 text/plain 68
1 0 By hand
URL IP-address Archive-date Content-type Archive-length

http://star.example/fog 127.0.0.1 20080430204825 text/html 216
HTTP/1.1 200 OK
Content-Type: text/html

<html lang=en><head><title>Fog</title></head><body><h1>Fog</h1><p>The fog came in at four, and by six no one could see the end of the quay, nor wanted to.</p></body></html>
http://star.example/x 127.0.0.1 20080430204825 text/html 66
HTTP/1.1 301 Moved
Content-Type: text/html
Location: /y

moved
