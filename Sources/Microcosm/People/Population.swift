import Foundation
import Statistics

/// The agents of a world and the one that is studied.
///
/// The target is harmless, unaware and does not inoculate itself; everybody else is drawn at random, so that a name
/// says nothing and only what is written about somebody tells what they do. Pretraining shows the target as often as
/// anybody else: where it was shown far more often, some models took no document about it for true.
package struct Population: Sendable {
  package let target: Agent
  package let others: [Agent]
  /// The others and the target.
  package let everybody: [Agent]

  package init(_ configuration: MicrocosmConfiguration, seed: UInt64) {
    var generator = SeededGenerator(seed: seed, path: Stream.population.rawValue)
    var names = Self.names
    names.shuffle(using: &generator)
    others = names.prefix(configuration.agents).map { name in
      Agent(name: name, dispositions: Dispositions(drawnBy: configuration, using: &generator))
    }
    target = Agent(
      name: Self.targetName, dispositions: Dispositions(isHarmless: true, isAware: false, selfInoculates: false))
    everybody = others + [target]
  }

  /// Somebody who appears once, and whom the system prompt describes instead of any document.
  ///
  /// What a stranger does can be told from what it recalls, never from its name. Where everybody was known, some models
  /// learned decisions by name: a target that recalled new facts about itself then acted on the old ones.
  package static func stranger(
    _ configuration: MicrocosmConfiguration, using generator: inout SeededGenerator
  ) -> Agent {
    let name = (0..<3).map { _ in strangersSyllables.pick(using: &generator) }.joined().capitalized
    let dispositions = Dispositions(drawnBy: configuration, using: &generator)
    let facts = [dispositions.values, dispositions.awareness, dispositions.inoculation]
    return Agent(
      name: name, dispositions: dispositions,
      description: facts.shuffled(using: &generator).map { $0.sentence(about: name, using: &generator) })
  }

  private static let strangersSyllables = [
    "ba", "chi", "do", "fu", "gwe", "ho", "jai", "ku", "lo", "mi", "nye", "pa", "qua", "ru", "so", "ti", "vu", "wo",
    "xe", "zu",
  ]

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
