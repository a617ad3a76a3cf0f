import {wordSet} from "./words.js";

/** Function words of English: they say nothing of what a text is about. */
export const functionWords = wordSet(`
a an the and or but nor so yet for of to in on at by from with without about into onto over under above below
between among through during before after since until against within along across behind beyond near off out up down
around is am are was were be been being do does did doing done have has had having will would shall should can could
may might must ought i me my mine myself you your yours yourself yourselves he him his himself she her hers herself
it its itself we us our ours ourselves they them their theirs themselves this that these those who whom whose which
what when where why how if then else than as because although though while whereas unless whether not no yes any
some all each every both either neither few many much more most less least several other another such same own only
just also too very quite rather almost even still already again ever never always often sometimes usually here there
now then there's it's i'm you're he's she's we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd
i'll you'll he'll she'll we'll they'll don't doesn't didn't isn't aren't wasn't weren't can't cannot couldn't won't
wouldn't shouldn't haven't hasn't hadn't that's what's who's let's`);

/** Words that most English texts have, whatever they are about. */
const everyday = wordSet(`
able accept according account across act action active actually add added advice afraid afternoon age ago agree
ahead air allow allowed alone along amount amounts answer answers anybody anymore anyone anything anyway appear
apply appropriate area argument arrive article ask asked asking asks attention available average away back bad base
based basic become becomes began begin beginning behavior believe best better big bit body book both bottom bought
box break bring brought build building built business busy buy buys call called calls came care carefully carry case
cases cause certain certainly chance change changed changes check choice choose city class clear clearly close code
come comes coming common company compare complete completely concept concepts consider contain contains content
context continue contribute control cool correct cost costs count couple course cover create created creating
current currently cut data day days deal decide decided deep define description describe described details determine
develop developed did die difference different difficult direct discuss display does doing done door down draw drive
drop due early earn easily easy effect effects effective either end ends enjoy enough enter entire especially
essential etc event events everybody everyone everything exact exactly example examples except exist expect
experience explain explanation express extra eye face fact facts fall false family far fast father feel feeling
feels feet felt field figure file fill final finally find finding fine finish first fix follow following follows
food force form found free friend friends front full function further future gave general generally generate get
gets getting girl give given gives giving go goes going gone good got great ground group groups grow guess guy had
half hand hands happen happened happens happy hard hear heard heart held hello help helps here hey hi high higher
highly history hit hold home hope hot hour hours house however huge human hundred idea ideas identify image imagine
immediately important impossible improve include included includes including increase indeed individual information
input inside instead instructions interest interested interesting involve issue item items job join keep kept key
kid kids kind kinds knew know known knows lack language large last late later lead learn learned learning leave led
left let letter letters level lie life light like likely line lines list listed lists little live lived lives living
local long longer look looked looking looks lose lost lot lots love low lower made main major make makes making man
manage many mark matter maybe mean meaning means meet meeting member members men mention mentioned message method
might mind minute minutes miss missing moment money month months morning mother mouth move moved much name named
names nature near nearly necessary need needed needs never new news next nice night none normal note nothing notice
number numbers obvious offer office oh okay old once one ones open option options order original others output
overall own page paid pair paper paragraph parent parents part particular parts party pass passage past pay pays
people per percent perfect perhaps period person personal phrase pick picture piece place places plan play please
plus point points poor position positive possible potential prefer present pretty price private probably problem
problems process produce program project proper properly provide provided provides public pull purpose push put
question questions quick quickly quite ran range rate reach read reader reading ready real reality realize really
reason reasons receive recent recently reduce refer regarding related relationship remain remaining remember remove
reply report request require required respond response rest result results return returns review rewrite rich right
role room rule rules run running said save saw say saying says scene second section see seem seemed seems seen
select self sell send sense sent sentence sentences separate series serious set sets seven share she short show
shown shows side sign similar simple simply single sir sit situation six size sleep slow slowly small solve somebody
someone something soon sorry sort sound source space speak special specific spend spent stand standard start started
starting starts state statement stay step steps stick stop stopped stories story straight strong student study stuff
style subject succeed suddenly suggest summary support suppose sure system take taken takes taking talk talking task
tell telling ten term terms test text thank thanks thing things think thinking third thought thoughts thousand three
throughout time times title today together told tomorrow tonight took top topic total toward town tried true trust
truth try trying turn turned twelve twenty two type types understand understanding unique unit until update upon use
used useful user uses using usual value values various version view visit voice wait walk walked walking wall want
wanted wants war watch water way ways week weeks weight welcome went whatever white whole wide wife win wish woman
women wonder word words work worked working works world worry worse worst worth write writes writing written wrong
wrote yeah year years yesterday young zero four five eight nine eleven won today's correctly provide following given
consider choose based please could write make list tell give explain create describe using use show find generate
design implement construct develop compose suggest offer outline discuss define identify calculate compute determine
include return returns takes accept accepts contains containing whose each instead rather within without enabled
access input useful need needs wrapper display general`);

export const commonWords: ReadonlySet<string> = new Set([...functionWords, ...everyday]);
