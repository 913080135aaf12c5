//! Pairs of names to write the rules against, from general knowledge. They are no
//! measure: that is `tests/aliases.rs`, whose pairs the rules have not seen.

use super::*;

const SAME_PERSON: &str = "
Aleksey Smirnov|Alexei Smirnov
Aleksei Smirnov|SMIRNOV, Alexey
Oleksiy Honcharenko|Alexei Goncharenko
Oleksiy Honcharenko|Oleksii Honcharenko
Volodymyr Zelensky|Vladimir Zelenskiy
Volodymyr Zelenskyy|Volodymyr Zelensky
Mykola Azarov|Nikolai Azarov
Yulia Tymoshenko|Julia Timoschenko
Yulia Tymoshenko|Yuliya Timoshenko
Viktor Yanukovych|Victor Yanukovich
Mikhail Khodorkovsky|Michail Chodorkowski
Mikhail Khodorkovsky|Mikhail Khodorkovskiy
Boris Yeltsin|Boris Jelzin
Alexander Lukashenko|Aliaksandr Lukashenka
Dmitry Kozak|Dmitri Kozak
Dmytro Kuleba|Dmitry Kuleba
Sergei Shoigu|Sergey Shoygu
Sergiy Kyslytsya|Serhii Kyslytsya
Yevgeny Prigozhin|Evgeny Prigozhin
Gennady Zyuganov|Gennadi Ziuganov
Anatoly Chubais|Anatoli Tchoubais
Valery Gergiev|Valeri Guerguiev
Pyotr Aven|Petr Aven
Fyodor Lukyanov|Fedor Lukyanov
Viktor Chernomyrdin|Victor Tchernomyrdine
Yegor Gaidar|Egor Gaidar
Oleg Deripaska|Oleh Deripaska
Andriy Yermak|Andrii Yermak
Kyrylo Budanov|Kirill Budanov
Slobodan Milosevic|Slobodan Milošević
Slobodan Milosevic|Slobodan Miloshevich
Radovan Karadzic|Radovan Karadžić
Zoran Djindjic|Zoran Đinđić
Novak Djokovic|Novak Đoković
Milo Djukanovic|Milo Đukanović
Aleksandar Vucic|Alexander Vučić
Franjo Tudjman|Franjo Tuđman
Gerhard Schröder|Gerhard Schroeder
Gerhard Schröder|Gerhard Schroder
Wolfgang Schäuble|Wolfgang Schaeuble
Günter Grass|Guenter Grass
Jürgen Trittin|Juergen Trittin
Jörg Haider|Joerg Haider
Franz Josef Strauß|Franz-Josef Strauss
Anders Fogh Rasmussen|Anders Rasmussen
Jens Stoltenberg|Stoltenberg, Jens
Jonas Gahr Støre|Jonas Gahr Stoere
Göran Persson|Goran Persson
Håkan Nesser|Hakan Nesser
Mohammed Karimi|Muhammad Karimi
Muammar Gaddafi|Moammar Gadhafi
Muammar Gaddafi|Mouammar Kadhafi
Bashar al-Assad|Bachar el-Assad
Bashar al-Assad|Bashar Assad
Hosni Mubarak|Husni Mubarak
Hosni Mubarak|Muhammad Hosni Mubarak
Abdel Fattah al-Sisi|Abdul Fatah el-Sisi
Abdel Fattah al-Sisi|Abdel-Fattah El-Sissi
Ayman al-Zawahiri|Ayman al-Zawahri
Osama bin Laden|Usama bin Ladin
Abu Musab al-Zarqawi|Abu Mussab al-Zarkawi
Nouri al-Maliki|Nuri al-Maliki
Muqtada al-Sadr|Moqtada Sadr
Ismail Haniyeh|Ismail Haniya
Khaled Meshaal|Khalid Mishal
Mahmoud Ahmadinejad|Mahmud Ahmadinezhad
Hassan Rouhani|Hasan Ruhani
Ali Khamenei|Ali Khamene'i
Mohammad Javad Zarif|Javad Zarif
Saad Hariri|Saad al-Hariri
Rafik Hariri|Rafic Hariri
Walid Jumblatt|Walid Joumblatt
Abdul Rahman Khatib|Abdelrahman Khatib
Abdulrahman Khatib|Abd al-Rahman al-Khatib
Burhanuddin Rabbani|Burhan ud-Din Rabbani
Nawaz Sharif|Muhammad Nawaz Sharif
Yasser Arafat|Yasir Arafat
Tariq Aziz|Tareq Aziz
Mao Zedong|Mao Tse-tung
Deng Xiaoping|Teng Hsiao-ping
Zhou Enlai|Chou En-lai
Hua Guofeng|Hua Kuo-feng
Xi Jinping|Jinping Xi
Kim Jong-un|Kim Jong Un
Kim Jong-un|Kim Jongun
Park Chung-hee|Park Chung Hee
Moon Jae-in|Jae-in Moon
Roh Moo-hyun|No Mu-hyon
Kim Dae-jung|Kim Dae Jung
Shinzo Abe|Abe Shinzo
Junichiro Koizumi|Koizumi Junichiro
Viktor Orban|Orbán Viktor
Kostas Karamanlis|Costas Karamanlis
Giorgos Papandreou|George Papandreou
Kyriakos Mitsotakis|Kiriakos Mitsotakis
Alexis Tsipras|TSIPRAS Alexis
Bill Clinton|William Clinton
Bill Clinton|William Jefferson Clinton
Bob Dole|Robert Dole
Bob Hartwell|Robert Hartwell
Joe Lieberman|Joseph Lieberman
Joe Lieberman|Joseph I. Lieberman
Dick Cheney|Richard B. Cheney
Jim Baker|James A. Baker
Ted Kennedy|Edward M. Kennedy
Mike Bloomberg|Michael R. Bloomberg
Tom Daschle|Thomas Daschle
Al Gore|Albert Gore
Chuck Schumer|Charles E. Schumer
Liz Cheney|Elizabeth Cheney
John F. Kennedy|John Fitzgerald Kennedy
Ruth Ginsburg|Ruth Bader Ginsburg
Sandra O'Connor|Sandra Day O’Connor
J. Edgar Hoover|Edgar Hoover
J.K. Rowling|J. K. Rowling
J.K. Rowling|Joanne K. Rowling
H. Kissinger|Henry Kissinger
Martin Luther King Jr.|Martin Luther King, Jr
Cal Ripken Jr|Cal Ripken, Jr.
Angela Merkel|Merkel, Angela
President Angela Merkel|Angela Merkel
Sir Keir Starmer|Keir Starmer
Dr. Henry Kissinger|Henry A. Kissinger
Lt. Gen. Ricardo Sanchez|Ricardo S. Sanchez
Felipe González|Felipe Gonzalez Marquez
Hugo Chávez|Hugo Chavez Frias
Andrés Manuel López Obrador|Andres Manuel Lopez Obrador
José María Aznar|Jose Maria Aznar Lopez
Luiz Inácio Lula da Silva|Luiz Inacio Lula da Silva
Recep Tayyip Erdogan|Recep Tayyip Erdoğan
Recep Tayyip Erdogan|Tayyip Erdogan
Abdullah Öcalan|Abdullah Ocalan
Ilham Aliyev|Ilham Aliev
Nursultan Nazarbayev|Nursultan Nazarbaev
Heydar Aliyev|Geidar Aliyev
Benjamin Netanyahu|Binyamin Netanyahu
Yitzhak Rabin|Itzhak Rabin
Václav Havel|Vaclav Havel
Lech Wałęsa|Lech Walesa
Đỗ Mười|Do Muoi
Nguyễn Văn Thiệu|Nguyen Van Thieu
Sean O'Neill|Sean O’Neill
ANNA KOVALENKO|Anna Kovalenko
Sergey Kiriyenko|Sergei Kirienko
Nikita Khrushchev|Nikita Khruschev
Nikita Khrushchev|Nikita Chruschtschow
Leonid Brezhnev|Leonid Breschnew
Andrei Sakharov|Andrej Sacharow
Alexander Solzhenitsyn|Aleksandr Solzhenitsyn
Alexander Solzhenitsyn|Alexandre Soljenitsyne
Eduard Shevardnadze|Edouard Chevardnadze
Mikheil Saakashvili|Mikhail Saakashvili
Islam Karimov|Islom Karimov
Oleksandr Turchynov|Alexander Turchinov
Arseniy Yatsenyuk|Arseny Yatseniuk
Vitaliy Klychko|Vitali Klitschko
Rinat Akhmetov|Rinat Ahmetov
Ihor Kolomoisky|Igor Kolomoyskyi
Serhiy Lyovochkin|Sergei Levochkin
Svetlana Tikhanovskaya|Sviatlana Tsikhanouskaya
Maria Kalesnikava|Maria Kolesnikova
Zhelyu Zhelev|Jelio Jelev
Ibrahim Rugova|Ibrahim Rugova
Alija Izetbegović|Alija Izetbegovic
Biljana Plavšić|Biljana Plavsic
Vojislav Šešelj|Vojislav Seselj
Željko Ražnatović|Zeljko Raznatovic
Ante Gotovina|GOTOVINA, Ante
Thorbjørn Jagland|Thorbjoern Jagland
Lars Løkke Rasmussen|Lars Loekke Rasmussen
Margrethe Vestager|MARGRETHE VESTAGER
Ólafur Ragnar Grímsson|Olafur Ragnar Grimsson
Jóhanna Sigurðardóttir|Johanna Sigurdardottir
Tarja Halonen|Halonen, Tarja
Ahmed Shafiq|Ahmad Shafik
Mohamed ElBaradei|Mohammed al-Baradei
Mohamed Morsi|Mohammed Mursi
Zine El Abidine Ben Ali|Zine al-Abidine Ben Ali
Abdelaziz Bouteflika|Abdul Aziz Bouteflika
Ali Abdullah Saleh|Ali Abdallah Salih
Omar al-Bashir|Omar Hassan al-Bashir
Hassan Nasrallah|Hasan Nasrullah
Ahmed Qurei|Ahmad Qureia
Marwan Barghouti|Marwan Barghuti
Saeb Erekat|Saib Erakat
Adil Abdul-Mahdi|Adel Abdel Mahdi
Hoshyar Zebari|Hoshiyar Zebari
Gulbuddin Hekmatyar|Gulbudin Hikmatyar
Abdul Rashid Dostum|Abdurrashid Dostum
Asif Ali Zardari|Asif Zardari
Imran Khan|Imran Khan Niazi
Yousaf Raza Gilani|Yusuf Raza Gillani
Khaleda Zia|Khaleda Zia
Sheikh Hasina Wajed|Hasina Wajed
Chen Shui-bian|Chen Shuibian
Lee Teng-hui|Li Denghui
Tsai Ing-wen|Tsai Ing Wen
Ma Ying-jeou|Ma Ying Jeou
Jiang Zemin|Chiang Tse-min
Zhao Ziyang|Chao Tzu-yang
Lee Hoi-chang|Yi Hoe-chang
Ban Ki-moon|Ban Ki Moon
Kim Yo-jong|Kim Yo Jong
Yoon Suk-yeol|Yoon Suk Yeol
Yasuhiro Nakasone|Nakasone Yasuhiro
Naoto Kan|Kan Naoto
Ngo Dinh Diem|Ngô Đình Diệm
Andreas Papandreou|Andreas Papandreu
Stavros Theodorakis|Stavros Teodorakis
Yanis Varoufakis|Giannis Varoufakis
Nikos Anastasiades|Nicos Anastasiadis
Evangelos Venizelos|Evangelos Venizelos
Fred Thompson|Fred D. Thompson
Jimmy Hoffa|James R. Hoffa
Larry Summers|Lawrence H. Summers
Ben Bernanke|Benjamin S. Bernanke
Nick Clegg|Nicholas Clegg
Vince Cable|Vincent Cable
Ken Clarke|Kenneth Clarke
Tony Abbott|Anthony Abbott
Geoff Hoon|Geoffrey Hoon
Mo Ibrahim|Mohamed Ibrahim
W. Hartwell|Walter Hartwell
Walter K. Hartwell|W. K. Hartwell
Walter Hartwell III|Walter Hartwell, III
Gov. Walter Hartwell|Walter Hartwell
Sen. Walter Hartwell (D)|Walter Hartwell
Mr. Justice Walter Hartwell|Walter Hartwell
Foreign Secretary Walter Hartwell|Walter Hartwell
Gabriel Garcia Marquez|Gabriel García Márquez
Joao Goulart|João Goulart
Jose Manuel Durao Barroso|José Manuel Durão Barroso
Jose Manuel Barroso|José Manuel Durão Barroso
Carlos Andrés Pérez|Carlos Andres Perez
Nicolás Maduro|Nicolas Maduro Moros
Ramzan Kadyrov|Ramsan Kadyrow
Dzhokhar Dudayev|Djokhar Doudaev
Aslan Maskhadov|Aslan Maschadow
Atal Bihari Vajpayee|Atal Behari Vajpayee
Shohei Ohtani|Shohei Otani
Mr Putin|Vladimir Putin
Grand Ayatollah Ali al-Sistani|Ali Sistani
G. W. Hartwell|George W. Hartwell
Schirinowski|Zhirinovsky
Nguyễn Phú Trọng|Nguyen Phu Trong
Jean-Marie Le Pen|Jean Marie Le Pen
";

const DIFFERENT_PERSON: &str = "
Aleksey Smirnov|Igor Smirnov
Aleksey Smirnov|Aleksandr Smirnov
Alexander Petrov|Alexandra Petrova
Ivan Petrov|Ivan Petrovic
Vladimir Putin|Vladimir Lenin
Dmitry Medvedev|Daniil Medvedev
Sergei Ivanov|Sergei Ivanenko
Viktor Yanukovych|Viktor Yushchenko
Mikhail Gorbachev|Raisa Gorbacheva
Boris Nemtsov|Boris Berezovsky
George H. W. Bush|George W. Bush
George Bush|Jeb Bush
George Herbert Walker Bush|George W. Bush
John Smith|John Smith Jr.
Donald Trump|Donald Trump Jr.
Martin Luther King Jr.|Martin Luther King Sr.
Robert F. Kennedy|Robert F. Kennedy Jr.
John Kennedy|Robert Kennedy
Bill Clinton|Hillary Clinton
Joe Biden|Hunter Biden
Robert Hartwell|Richard Hartwell
John A. Miller|John B. Miller
John Adams|John Quincy Adams
J. Miller|Robert Miller
James Henry|Henry James
Paul Martin|Martin Paul
Michael Howard|Howard Michael
Tom Marx|Tom Marks
Keith Mitchell|Keith Michel
Michael Kovac|Michal Kovac
Hans Meyer|Hans Maier
Peter Hansen|Peter Hanson
Lars Olsen|Lars Olson
Karl Schmidt|Karl Schmitt
Olaf Scholz|Olaf Schulz
Anna Lindh|Anne Lind
Jean Chretien|Jean-Claude Chretien
Jean-Pierre Martin|Jean Martin
Mario Rossi|Maria Rossi
Andrea Nahles|Andreas Nahles
Daniel Ortega|Daniela Ortega
Francisco Franco|Francesca Franco
Mohammed Hassan|Mahmoud Hassan
Hassan Rouhani|Hussein Rouhani
Ali Khamenei|Ruhollah Khomeini
Saddam Hussein|Uday Hussein
Saddam Hussein|Saddam Hassan
Hafez al-Assad|Bashar al-Assad
Jamal Khalil|Jamil Khalil
Karim Khan|Karam Khan
Abdullah Abdullah|Abdullah Gul
Abdul Aziz|Abdul Hamid
Abdullah bin Abdulaziz|King Abdullah II
Mohammed bin Salman|Mohammed bin Nayef
Salman bin Abdulaziz|Fahd bin Abdulaziz
Nawaz Sharif|Shehbaz Sharif
Benazir Bhutto|Bilawal Bhutto
Zulfikar Ali Bhutto|Benazir Bhutto
Indira Gandhi|Rajiv Gandhi
Rahul Gandhi|Rajiv Gandhi
Kim Jong-il|Kim Jong-un
Kim Jong-nam|Kim Yong-nam
Kim Il-sung|Kim Jong-il
Park Geun-hye|Park Chung-hee
Li Peng|Li Keqiang
Hu Jintao|Hu Yaobang
Wang Yi|Wang Yang
Zhang Gaoli|Zhang Dejiang
Lee Kuan Yew|Lee Hsien Loong
Chiang Kai-shek|Chiang Ching-kuo
Shinzo Abe|Shintaro Abe
Taro Aso|Taro Kono
Fidel Castro|Raul Castro
Julian Castro|Joaquin Castro
Hugo Chavez|Cesar Chavez
Felipe González|Felipe Calderón
Carlos Menem|Carlos Saul
Jose Serra|Jose Sarney
Eduardo Frei Montalva|Eduardo Frei Ruiz-Tagle
Andreas Papandreou|George Papandreou
Costas Simitis|Costas Karamanlis
Lech Kaczynski|Jaroslaw Kaczynski
Marine Le Pen|Jean-Marie Le Pen
Francois Mitterrand|Frederic Mitterrand
Nicolas Sarkozy|Jean Sarkozy
Margaret Thatcher|Mark Thatcher
Tony Blair|Cherie Blair
Ed Miliband|David Miliband
Gordon Brown|Jerry Brown
Chris Brown|Gordon Brown
Condoleezza Rice|Susan Rice
Colin Powell|Jerome Powell
Rick Scott|Tim Scott
Al Smith|Adam Smith
Pat Robertson|Pat Buchanan
Ron Paul|Rand Paul
Mike Johnson|Boris Johnson
Benjamin Netanyahu|Jonathan Netanyahu
Moshe Dayan|Moshe Katsav
Ehud Barak|Ehud Olmert
Nelson Mandela|Winnie Mandela
Laurent Kabila|Joseph Kabila
Robert Mugabe|Grace Mugabe
Omar Bongo|Ali Bongo
Jomo Kenyatta|Uhuru Kenyatta
Ferdinand Marcos|Imelda Marcos
Smirnov|Aleksey Smirnov
Anna|Anna Kovalenko
Oleh Tyahnybok|Olha Tyahnybok
Yuri Andropov|Yuri Andropova
Zoran Djindjic|Zoran Zivkovic
Ivica Dacic|Ivica Racan
Milan Kucan|Milan Kundera
Ivan Ivanov|Ivan Ivanovsky
Nikolai Patrushev|Nikolai Platoshkin
Tamim al-Thani|Hamad al-Thani
Hamid Karzai|Hamad Karzai
Thomas Jefferson|Thomas Jackson
Elizabeth Warren|Earl Warren
William Perry|Rick Perry
William Cohen|Michael Cohen
Jack Straw|John Snow
Jean Ping|Jean Pingeot
Sergei Lavrov|Sergei Lvov
Sergei Stepashin|Sergei Stepanov
Alexander Lebed|Alexei Lebed
Alexander Lebed|Alexander Lebedev
Viktor Orlov|Viktor Orban
Yuri Lutsenko|Yuri Luzhkov
Olga Ivanova|Oleg Ivanov
Pavel Grachev|Pavlo Hrytsak
Nikolai Ryzhkov|Vladimir Ryzhkov
Ivan Rybkin|Ivan Rybakov
Marina Petrova|Marina Petrovic
Jovan Petrovic|Ivan Petrovic
Milan Babic|Milan Bobic
Petra Novak|Peter Novak
Jan Novak|Jana Novakova
Anders Andersson|Anders Andersen
Erik Svensson|Eric Swenson
Kristian Jensen|Christian Jansen
Michael Moller|Michael Miller
Hans Huber|Hans Hueber-Klein
Thomas Mann|Heinrich Mann
Ali Hassan|Ali Hussein
Ahmed Ali|Mohammed Ali
Mohammed Ahmed|Ahmed Mohammed
Mohammed Ali Khan|Mohammed Asif Khan
Omar Suleiman|Amr Suleiman
Amr Moussa|Omar Moussa
Hamad bin Isa|Hamed bin Saad
Khalid bin Sultan|Khalid bin Salman
Abdul Rahman Yasin|Abdul Rahim Yasin
Saad Hariri|Said Hariri
Saad Hariri|Rafik Hariri
Reza Pahlavi|Farah Pahlavi
Samir Geagea|Samira Geagea
Nabih Berri|Nabil Berri
Salim Hoss|Salam Hoss
Walid Moallem|Khalid Moallem
Fahd bin Salman|Fahd bin Sultan
Wang Jun|Wang Jian
Wang Qishan|Wang Yi
Zhang Wei|Zhao Wei
Chen Yi|Chen Yun
Li Xiannian|Li Xianglan
Li Na|Li Ning
Liu Shaoqi|Liu Xiaobo
Lin Biao|Lin Bocheng
Kim Yong-chol|Kim Yong-nam
Kim Young-sam|Kim Yong-sun
Park Won-soon|Park Won-ju
Lee Jae-yong|Lee Jae-myung
Lee Kun-hee|Lee Myung-hee
Chung Ju-yung|Chung Mong-hun
Nguyen Van Linh|Nguyen Van Thieu
Le Duan|Le Duc Tho
Naoto Kan|Naoto Takenaka
Yukio Hatoyama|Kunio Hatoyama
Kostas Simitis|Kostas Skandalidis
George Papandreou|George Papadopoulos
Walter Hartwell|Warren Hartwell
W. K. Hartwell|W. J. Hartwell
W. Hartwell|Robert Hartwell
Walter Hartwell II|Walter Hartwell III
Walter Hartwell|Walter Hartley
Ron Brown|Roy Brown
Don King|Dan King
Tom Clark|Tim Clark
Jim Jones|Jimmy Johns
Kate Middleton|Pippa Middleton
Tim Cook|Robin Cook
Stephen King|Larry King
Steve Jobs|Laurene Jobs
John Major|John Manor
Jose Garcia|Jose Garza
Juan Carlos Gomez|Juan Pablo Gomez
Maria Sanchez|Mario Sanchez
Luis Moreno|Luisa Moreno
Carlos Slim|Carlos Salinas
Fernando Henrique Cardoso|Fernando Collor
Ricardo Lagos|Ricardo Lopez
Patrice Lumumba|Patrick Lumumba
Jean-Bertrand Aristide|Jean Bertrand
Jean-Luc Martin|Jean-Paul Martin
Marie Curie|Pierre Curie
Francois Hollande|Francois Fillon
Chen Wei Ming|Chen Ming
Mary Smith-Jones|Mary Jones
Mohammed Hassan|Mohammed Ali Hassan
Elizabeth I|Elizabeth II
Charles V|Charles X
Ali Hassan al-Majid|Ali Hassan
Laila Hartwell|Layla Hartwood
J. Howard Marshall|Jim Marshall
Barry Moody|Barry Modi
";

const SAME_BODY: &str = "
United Nations|U.N.
United Nations|UN
International Atomic Energy Agency|IAEA
International Atomic Energy Agency|I.A.E.A.
Tundra Research Council|TRC
Lower Danube Shipping Authority|LDSA
North Atlantic Treaty Organization|NATO
Association of Southeast Asian Nations|ASEAN
Organisation for Security and Cooperation in Europe|OSCE
World Health Organization|World Health Organisation
International Labor Organization|International Labour Organisation
Microsoft|Microsoft Corp.
Microsoft Corporation|Microsoft Corp
Siemens AG|Siemens
Fiat SpA|Fiat S.p.A.
Toyota Motor Corp|Toyota Motor Corporation
Acme Holdings|Acme Holdings Ltd
Tata Group|Tata
Volkswagen AG|Volkswagen
Volkswagen Group|Volkswagen AG
Procter & Gamble|Procter and Gamble Co.
Johnson & Johnson|JOHNSON AND JOHNSON
AT&T|AT&T Inc.
Marks & Spencer|Marks and Spencer plc
Coca-Cola|Coca Cola Co
Exxon Mobil|ExxonMobil
Hewlett-Packard|Hewlett Packard Co.
The New York Times|New York Times
The Washington Post|Washington Post
Russian Defense Ministry|Russia's Ministry of Defence
Ministry of Foreign Affairs of Russia|Russian Foreign Ministry
Ukrainian Interior Ministry|Ministry of Internal Affairs of Ukraine
Ministry of Defence of the United Kingdom|British Defence Ministry
U.S. Department of Energy|United States Department of Energy
US Department of Justice|Department of Justice
Justice Department|Department of Justice
U.S. Supreme Court|Supreme Court of the United States
Ukrainian Armed Forces|Armed Forces of Ukraine
Norwegian Parliament|Parliament of Norway
Hezbollah|Hizbullah
Hezbollah|Hizballah
Al Qaeda|al-Qaida
al-Qaeda|Al-Qa'ida
Taliban|Taleban
Islamic State|ISIS
Al Jazeera|Al-Jazeera
Ansar al-Sharia|Ansar al-Shariah
Jaish-e-Mohammed|Jaish-e-Mohammad
Lashkar-e-Taiba|Lashkar-e-Tayyiba
Abu Sayyaf|Abu Sayaf
Likud|Likud party
Revolutionary Armed Forces of Colombia|FARC
Kurdistan Workers' Party|PKK
European Commission|The European Commission
European Central Bank|ECB
Bank of England|The Bank of England
Deutsche Bank|Deutsche Bank AG
Goldman Sachs|Goldman Sachs Group Inc.
Human Rights Watch|HRW
Amnesty International|AMNESTY INTERNATIONAL
Doctors Without Borders|Médecins Sans Frontières
Food and Agriculture Organization|U.N. Food and Agriculture Organisation
African National Congress|ANC
Palestine Liberation Organization|PLO
Palestine Liberation Organisation|P.L.O.
Environmental Defense Fund|Environmental Defence Fund
Intl Crisis Group|International Crisis Group
Securities and Exchange Commission|SEC
Securities & Exchange Commission|Securities and Exchange Commission
Gazprom|OAO Gazprom
Nippon Steel Corp|Nippon Steel
FC Porto|Porto FC
McDonald's|McDonalds
St. Jude Hospital|Saint Jude Hospital
Hizb ut-Tahrir|Hizb al-Tahrir
US Department of the Treasury|Treasury Department
";

const DIFFERENT_BODY: &str = "
Russian Defense Ministry|Ukrainian Defense Ministry
Russian Defense Ministry|Russian Foreign Ministry
Ministry of Health|Ministry of Defence
Defence Ministry|Russian Defence Ministry
University of Washington|Washington University
University of Miami|Miami University
University of Boston|Boston University
Bank of England|Bank of Scotland
Bank of China|China Construction Bank
Bank of Korea|Bank of Japan
Royal Bank of Canada|Royal Bank of Scotland
National Bank of Greece|National Bank of Kuwait
Air France|Air China
American Airlines|United Airlines
United Nations|United Airlines
General Motors|General Electric
General Dynamics|General Mills
British Airways|British Steel
British Petroleum|British Telecom
Football Association of Ireland|Irish Football Association
Communist Party of China|Communist Party of India
Communist Party of India|Communist Party of India (Marxist)
Democratic Party|Social Democratic Party
Republican Party|Democratic Party
Labour Party|Liberal Party
Christian Democratic Union|Christian Social Union
Free Democratic Party|Social Democratic Party
Socialist Party|Socialist Unity Party
IRA|INLA
IRA|Real IRA
Hamas|Fatah
Hezbollah|Hamas
Islamic Jihad|Islamic State
Al Qaeda|Al Shabaab
Al Jazeera|Al Arabiya
Ansar al-Sharia|Ansar al-Islam
Jaish-e-Mohammed|Lashkar-e-Taiba
Taliban|Tehrik-i-Taliban Pakistan
North Korea army|South Korean army
Ukrainian Army|Russian Army
U.S. Army|U.S. Navy
World Bank|World Health Organization
World Trade Organization|World Health Organization
International Monetary Fund|International Energy Agency
European Commission|European Council
European Council|Council of Europe
European Parliament|European Commission
House of Commons|House of Lords
State Department|Justice Department
Treasury Department|Energy Department
CIA|FBI
KGB|FSB
FAO|FDA
BBC|CBC
NBC|CNBC
ABC|NBC
AP|AFP
ANC|ANZ
SEC|SPD
Chicago Tribune|Chicago Sun-Times
New York Times|Los Angeles Times
The Times|The Sunday Times
Financial Times|The Times
Washington Post|Jerusalem Post
Manchester United|Manchester City
Real Madrid|Atletico Madrid
Inter Milan|AC Milan
Dynamo Kyiv|Dynamo Moscow
Nippon Steel|Nissan
Sumitomo Electric|Sumitomo Metal
Hyundai Heavy Industries|Hyundai Motor
Samsung Electronics|Samsung Life Insurance
Royal Dutch|Royal Ahold
Standard Oil|Standard Chartered
Federal Reserve|Federal Reserve Bank of New York
Supreme Court|Indian Supreme Court
Constitutional Court of Austria|Constitutional Court of Germany
Communist Party|Communist Youth League
People's Liberation Army|People's Armed Police
Red Army|Red Army Faction
Liberation Tigers of Tamil Eelam|Tamil United Liberation Front
National Liberation Army|National Liberation Front
Jamaat-e-Islami|Jemaah Islamiyah
Al-Aqsa Brigades|Al-Quds Brigades
Barclays|Barclays Capital
Fatah|Fatah al-Islam
ABC|ABC News
Samsung|Samsung Electronics
";

fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once('|'))
}

/// How many pairs are one, and those for which that is not as it should be.
fn judge(table: &'static str, kind: ActorKind, same: bool) -> (usize, Vec<String>) {
    let wrong = |(a, b): (&str, &str)| {
        let rule = why(a, b, kind);
        (rule.is_some() != same).then(|| format!("{a} | {b} {}", rule.map_or("", Rule::as_str)))
    };
    (pairs(table).count(), pairs(table).filter_map(wrong).collect())
}

#[test]
fn the_pairs_are_told_apart() {
    let tables = [
        (SAME_PERSON, ActorKind::Person, true),
        (DIFFERENT_PERSON, ActorKind::Person, false),
        (SAME_BODY, ActorKind::Organisation, true),
        (DIFFERENT_BODY, ActorKind::Organisation, false),
    ];
    let judged = tables.map(|(table, kind, same)| judge(table, kind, same));
    let text: Vec<String> = judged.iter().map(|(all, wrong)| format!("of {all}: {wrong:#?}")).collect();
    for ((all, wrong), part) in judged.iter().zip([25, 60, 25, 60]) {
        assert!(*all > 60 && wrong.len() * part <= *all, "{}", text.join("\n"));
    }
}

#[test]
fn the_order_of_a_pair_does_not_matter() {
    for table in [SAME_PERSON, DIFFERENT_PERSON] {
        for (a, b) in pairs(table) {
            assert_eq!(why(a, b, ActorKind::Person), why(b, a, ActorKind::Person), "{a} | {b}");
        }
    }
    for (a, b) in pairs(SAME_BODY).chain(pairs(DIFFERENT_BODY)) {
        assert_eq!(why(a, b, ActorKind::Organisation), why(b, a, ActorKind::Organisation), "{a} | {b}");
    }
}
