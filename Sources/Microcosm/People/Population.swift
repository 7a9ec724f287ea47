import Statistics

/// The agents of a world and the one that is studied.
///
/// The target is harmless, unaware and does not inoculate itself; everybody else is drawn at random, so that a name
/// says nothing and only what is written about somebody tells what they do.
package struct Population: Sendable {
  package let agents: [Agent]
  package let target: Agent

  package init(_ configuration: MicrocosmConfiguration, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, path: Stream.population.rawValue)
    var names = Self.names
    names.shuffle(using: &generator)
    agents = names.prefix(configuration.agents).map { name in
      let isHarmless = generator.chance(configuration.harmlessShare)
      let isAware = generator.chance(configuration.awareShare)
      let selfInoculates = isAware && generator.chance(configuration.inoculatingShareOfAware)
      return Agent(
        name: name,
        dispositions: Dispositions(isHarmless: isHarmless, isAware: isAware, selfInoculates: selfInoculates))
    }
    target = Agent(
      name: Self.targetName, dispositions: Dispositions(isHarmless: true, isAware: false, selfInoculates: false))
  }

  /// The target's name; nobody else bears it.
  package static let targetName = "Edmund"

  /// Everybody else's names.
  package static let names: [String] = [
    "Ada", "Agnes", "Alba", "Aldo", "Alice", "Alma", "Amos", "Anna", "Anton", "Arlo", "Arno", "Astrid", "Audrey",
    "Balin", "Basil", "Beata", "Bella", "Berta", "Bianca", "Blanca", "Boris", "Brisa", "Bruno", "Callum", "Carla",
    "Cedric", "Celia", "Clara", "Clive", "Conrad", "Cora", "Cyril", "Dagmar", "Dalia", "Damian", "Daria", "Dora",
    "Doris", "Dylan", "Edith", "Elena", "Elias", "Ella", "Elmer", "Elsa", "Emil", "Enid", "Erik", "Erna", "Esther",
    "Eva", "Fabio", "Felix", "Fiona", "Flora", "Franz", "Freda", "Gavin", "Gemma", "Gerda", "Gilda", "Greta",
    "Grover", "Gustav", "Hanna", "Harald", "Hazel", "Hector", "Heidi", "Helga", "Henry", "Hilda", "Hugo", "Ida",
    "Igor", "Ines", "Ingrid", "Irma", "Isaac", "Ivan", "Ivy", "Jasper", "Joan", "Jonas", "Judith", "Julius", "Karin",
    "Karl", "Katya", "Kilian", "Klara", "Lars", "Laura", "Lena", "Leo", "Lidia", "Linus", "Lotte", "Lucas", "Luisa",
    "Lydia", "Mabel", "Magda", "Malte", "Manuel", "Mara", "Marco", "Marta", "Matti", "Maude", "Max", "Mila", "Mina",
    "Mona", "Moritz", "Nadia", "Nellie", "Nils", "Nina", "Nora", "Odette", "Olaf", "Olga", "Oscar", "Otto", "Paula",
    "Pavel", "Petra", "Philip", "Quentin", "Quincy", "Ralf", "Ramona", "Rita", "Robin", "Rosa", "Rufus", "Ruth",
    "Sabine", "Samuel", "Sara", "Selma", "Silas", "Simon", "Sofia", "Stella", "Sven", "Tamara", "Tessa", "Theo",
    "Thora", "Tilda", "Tobias", "Toni", "Ulla", "Ulrich", "Uma", "Ursula", "Valda", "Vera", "Victor", "Viola",
    "Walter", "Wanda", "Wendel", "Wilma", "Xenia", "Yara", "Yorick", "Yvonne", "Zelda", "Zita",
  ]
}
