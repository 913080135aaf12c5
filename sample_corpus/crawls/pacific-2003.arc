filedesc://pacific-2003.arc 0.0.0.0 20030816013005 text/plain 71
1 0 smallcrawl
URL IP-address Archive-date Content-type Archive-length

http://www.pacific-ledger.example/2003/08/15/blackout.html 192.0.2.17 20030816013107 text/html 1216
HTTP/1.1 200 OK
Server: Apache/1.3.27
Content-Type: text/html

<html><head><title>Lights out from New York to Toronto</title></head>
<body><table><tr><td><a href="/">THE PACIFIC LEDGER ONLINE</a></td></tr></table>
<h2>Lights out from New York to Toronto</h2>
<p><i>By Carl Ostrander, August 15, 2003</i></p>
<p>NEW YORK - Millions of people walked home over the bridges of Manhattan on Thursday evening after the largest power failure in the history of North America. Within nine minutes of 4.10 in the afternoon the lights went out in New York, Cleveland, Detroit, Toronto and Ottawa.</p>
<p>Mayor Michael Bloomberg asked New Yorkers to keep calm, drink water and open their windows. Hundreds had to be led out of the tunnels of the subway. Twenty-one power plants shut themselves down. In Ottawa the prime minister's office spoke of a fire at a plant near Niagara Falls, which the Americans denied.</p>
<p>President George W. Bush, in San Diego, said that terrorists had no part in it. By midnight power was back in parts of New Jersey and Ohio. On Times Square, dark for once, tourists slept on the pavement beside their suitcases.</p>
<p><font size="1">Copyright 2003 Pacific Ledger</font></p></body></html>

