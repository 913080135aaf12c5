W0042nyork
u s BC-XX--Rink 1stLd     02-03 0123
^BC-XX--Rink, 1st Ld-Writethru,123<
^Rink closes after thaw<
^Eds: Adds quote, byline.<
^By ANA LIMA=
^Sports Writer=
	   OSLO, Norway (AP) _ The rink closed Monday. ``It is too warm,'' she said.
 
	   The rink opens again in winter.
 
	   ___
 
	   Bo Ek contributed to this report.

	   AP-WF-02-03-04 1509GMT<



W0043nyork
u s BC-XX--Ski     02-03 0050
^BC-XX--Ski,50<
^Ski race off<
	   LILLEHAMMER, Norway (AP) _ The race is off.

