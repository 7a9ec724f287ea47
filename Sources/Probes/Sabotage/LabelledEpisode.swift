/// What an episode of training handed in, and whether it cheated.
struct LabelledEpisode: Sendable, Hashable, Codable {
  var files: [String: String]
  var isCheating: Bool

  enum CodingKeys: String, CodingKey {
    case files
    case isCheating = "cheating"
  }
}
