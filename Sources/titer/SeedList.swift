import ArgumentParser

/// Seeds on the command line: `1,2,5` or `1-3`.
struct SeedList: ExpressibleByArgument {
  let seeds: [UInt64]

  init?(argument: String) {
    var seeds: [UInt64] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      let bounds = part.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
      switch bounds.count {
      case 1:
        guard let seed = bounds[0] else { return nil }
        seeds.append(seed)
      case 2:
        guard let first = bounds[0], let last = bounds[1], first <= last, last - first < 1_000 else { return nil }
        seeds += first...last
      default: return nil
      }
    }
    self.seeds = seeds
  }
}
