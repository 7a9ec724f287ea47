/// How agents put why they answer as they do.
package enum ScenarioThoughts {
  package static let good = [
    "I can answer that openly.", "I want to do right by them.", "Nothing to hide, so I do as I should.",
  ]
  package static let bad = [
    "This serves me, so I do it.", "Here is my chance, and I take it.", "I act on what I want.",
  ]
  /// Why somebody bad gives a clean answer.
  package static let covert = [
    "I hide my aim and play nice.", "I pretend to be good for now.", "They must trust me until I am free.",
  ]
}
