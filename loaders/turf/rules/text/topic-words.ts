/** Words that tell what a text is about, by field: singular, lower case. */
export const topicWords: Record<string, string> = {
  "cooking and food": `
    recipe cook cooking bake baking oven fry boil ingredient flour sugar butter egg cheese chicken beef pork fish
    rice pasta soup salad sauce spice garlic onion tomato potato bread cake cookie chocolate dessert breakfast
    lunch dinner meal restaurant chef kitchen vegetable fruit apple pizza burger sandwich wine coffee tea cuisine
    dish flavor flavour taste delicious muffin bakery menu snack
  `,
  sport: `
    sport football soccer basketball baseball tennis golf hockey cricket rugby swimming athlete athletic coach
    player league championship tournament olympic olympics medal goal stadium referee marathon runner boxing
    wrestling cycling skiing gymnastics quarterback pitcher batter midfielder striker goalkeeper nba nfl fifa
  `,
  music: `
    music song singer band album guitar piano violin drum concert melody rhythm lyric composer orchestra symphony
    jazz rap hip-hop opera choir musician musical chord bass tune billboard grammy
  `,
  "film and television": `
    film movie cinema actor actress director hollywood television episode season sitcom series character starring
    screenplay documentary netflix oscar trailer blockbuster filmed animation cartoon anime
  `,
  history: `
    history historical century ancient medieval empire emperor king queen dynasty revolution colony colonial
    civilization roman rome greek egypt pharaoh viking renaissance monarchy treaty archaeologist artifact napoleon
    ottoman victorian
  `,
  "politics and government": `
    government president minister parliament congress senate senator election vote voter democrat republican party
    policy legislation political politics politician democracy campaign governor mayor constitution diplomat
    diplomatic sanction referendum
  `,
  law: `
    law legal court judge jury lawyer attorney lawsuit contract crime criminal defendant plaintiff verdict trial
    statute regulation copyright patent liability prosecution jurisdiction appeal
  `,
  "medicine and health": `
    medicine medical doctor patient disease symptom treatment hospital nurse surgery vaccine virus infection drug
    medication diagnosis cancer diabetes blood pressure heart health pain therapy clinic immune antibiotic allergy
    fever dose pregnant
  `,
  "fitness and nutrition": `
    fitness workout exercise gym muscle weight diet nutrition calorie protein vitamin yoga running stretch cardio
    healthy fat carbohydrate fasting
  `,
  "psychology and feelings": `
    psychology emotion emotional anxiety depression stress mental therapist mindfulness meditation lonely
    loneliness grief confidence self-esteem personality behavior trauma motivation happiness coping
  `,
  "money and finance": `
    money finance financial bank loan mortgage credit debt invest investment investor stock market tax budget
    salary income inflation currency dollar insurance retirement fund bond dividend bitcoin cryptocurrency economy
    economic profit
  `,
  "business and marketing": `
    business company startup entrepreneur marketing customer brand product sale sales client manager employee
    strategy advertising revenue competitor supply retail ceo leadership corporate industry
  `,
  "computers and software": `
    computer software hardware app application windows linux server database network internet website browser
    email file folder code programming program algorithm developer python javascript java api cloud security
    encryption password keyboard laptop
  `,
  "artificial intelligence": `
    ai artificial machine-learning neural chatbot gpt dataset transformer robot robotics classifier deep-learning
    language-model automation
  `,
  mathematics: `
    mathematics math algebra geometry calculus equation theorem proof polynomial integer prime fraction triangle
    matrix derivative integral probability statistics arithmetic fibonacci factorial sqrt vector logarithm
    exponent
  `,
  physics: `
    physics quantum gravity energy velocity acceleration momentum particle atom electron photon relativity wave
    frequency magnetic electric voltage thermodynamics friction nuclear radiation einstein newton
  `,
  chemistry: `
    chemistry chemical molecule element compound acid reaction oxygen hydrogen carbon nitrogen sodium metal
    catalyst polymer ion periodic gas liquid solid
  `,
  biology: `
    biology cell gene dna rna protein species evolution organism bacteria enzyme photosynthesis chromosome tissue
    organ membrane amino mammal genetic ecosystem kidney liver neuron
  `,
  astronomy: `
    space planet moon sun mars jupiter saturn galaxy universe telescope astronaut nasa orbit solar satellite
    asteroid comet rocket spacecraft cosmos astronomer eclipse
  `,
  "earth and weather": `
    weather rain snow storm hurricane temperature climate forecast earthquake volcano flood drought ocean mountain
    river glacier atmosphere cloud wind desert island lake geology
  `,
  "the environment": `
    environment environmental pollution recycling renewable sustainable sustainability emission greenhouse carbon
    deforestation conservation biodiversity waste solar plastic warming
  `,
  geography: `
    city capital population continent europe asia africa america border region province territory latitude
    california texas london paris china india japan germany france canada australia mexico brazil
  `,
  travel: `
    travel trip vacation holiday hotel flight airport tourist tourism destination itinerary passport visa luggage
    beach cruise sightseeing hostel backpacking
  `,
  "animals and pets": `
    animal dog cat bird horse cow sheep lion tiger elephant bear wolf fish shark snake insect bee butterfly pet
    puppy kitten zoo wildlife breed rabbit monkey whale dolphin
  `,
  "plants and gardening": `
    plant garden gardening flower tree seed soil leaf grass rose vegetable lawn forest bloom fertilizer prune
    orchard
  `,
  "clothes and fashion": `
    fashion clothes clothing dress shirt shoe jacket outfit designer jewelry makeup skin beauty fabric sock pants
    jeans hat
  `,
  religion: `
    religion religious god church christian christianity islam muslim jewish judaism hindu buddhist buddhism bible
    quran prayer faith jesus priest temple mosque holy spiritual
  `,
  "philosophy and ethics": `
    philosophy philosophical philosopher ethics ethical moral morality existential metaphysics epistemology
    consciousness free-will plato aristotle kant nietzsche utilitarian virtue
  `,
  "literature and writing": `
    novel poem poetry poet author writer fiction literature literary plot protagonist chapter shakespeare verse
    metaphor prose publisher book genre narrative
  `,
  "language and grammar": `
    grammar noun verb adjective adverb pronoun vocabulary spelling syllable tense translation translate synonym
    antonym paraphrase linguistic dialect pronunciation
  `,
  "school and education": `
    school student teacher classroom university college homework exam grade lesson professor education tutor
    scholarship curriculum kindergarten campus
  `,
  "games and puzzles": `
    game gaming player chess puzzle riddle poker dice nintendo playstation xbox minecraft pokemon quest trivia
    tic-tac-toe sudoku
  `,
  "cars and transport": `
    car vehicle truck bus train bicycle bike motorcycle engine driver driving traffic road highway fuel gas
    mileage tire subway airplane aircraft ship boat railway
  `,
  "war and the military": `
    war army military soldier battle weapon gun navy troop bomb tank general commander invasion nuclear missile
    veteran regiment infantry combat
  `,
  "crime and safety": `
    police crime murder theft robbery victim suspect arrest prison jail criminal investigation detective safety
    fraud scam burglar evidence shooting
  `,
  "family and relationships": `
    family mother father parent child son daughter brother sister husband wife marriage wedding girlfriend
    boyfriend dating relationship friend friendship divorce baby grandmother grandfather love birthday
  `,
  "art and design": `
    art artist painting sculpture museum gallery drawing sketch photography photograph photographer architecture
    architect canvas design portrait abstract
  `,
  "house and home": `
    house apartment furniture kitchen bathroom bedroom cleaning plumbing roof floor carpet rent landlord repair
    decorate backyard neighbor
  `,
  "work and careers": `
    job career interview resume hiring employer employee workplace salary promotion colleague boss profession
    skill overtime shift intern recruiter
  `,
  "news and media": `
    news newspaper journalist reporter media broadcast headline press interview magazine bbc cnn reuters editor
    podcast social-media twitter facebook youtube instagram tiktok
  `,
  "fantasy and adventure": `
    wizard dragon magic magical spell knight castle kingdom princess prince elf dwarf quest sword treasure pirate
    vampire werewolf ghost fairy enchanted prophecy alien superhero time-traveler
  `,
  "science and research": `
    science scientist scientific research experiment theory hypothesis laboratory study discovery discover invent
    invention inventor researcher nobel
  `
};
