filedesc://old.arc 192.0.2.7 20040309101112 text/plain 69
1 0 Own Hand
URL IP-address Archive-date Content-type Archive-length

http://press.example/a b.txt 192.0.2.7 20040309101112 text/plain 141
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Bridge opens in Bratislava

Date: 2004-03-08

The new bridge carries four lanes.

dns:press.example 192.0.2.7 20040309101112 text/dns 50
20040309101112
press.example. 3600 IN A 192.0.2.7

http://press.example/x.gif 192.0.2.7 20040309101112 image/gif 50
HTTP/1.1 200 OK
Content-Type: image/gif

GIF89a
http://press.example/short.txt 192.0.2.7 20040309101112 text/plain 120
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

A line that claims too little

Date: 2004-03-07

Its length ends before its last words.

http://press.example/long.txt 192.0.2.7 20040309101112 text/plain 400
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

A line that claims too much

Date: 2004-03-07

Its length reaches into the next record:
http://press.example/ is no record.

http://press.example/next.txt 192.0.2.7 20040309101112 text/plain 122
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

Behind the fault

Date: 2004-03-06

The next record is whole.

http://press.example/last.txt 192.0.2.7 20040309101112 text/plain 129
HTTP/1.1 200 OK
Content-Type: text/plain; charset=utf-8

The last one is cut off

Date: 2004-03-05

Nobody knows