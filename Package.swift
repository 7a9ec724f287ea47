// swift-tools-version: 6.1
import PackageDescription

// The rooms, in the order in which they may import one another: a room imports only rooms above it.
// `Tests/ArchitectureTests` reads this manifest and every import and fails where that is broken.
let package = Package(
  name: "titer",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "titer", targets: ["titer"]),
    .library(name: "Titer", targets: ["Statistics", "Language", "ModelBackend", "LocalEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "Statistics"),
    .target(name: "Language"),
    .target(name: "ModelBackend", dependencies: ["Language"]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .target(
      name: "LocalEngine",
      dependencies: [
        "Statistics", "Language", "ModelBackend", .target(name: "COpenBLAS", condition: .when(platforms: [.linux])),
      ]),
    .target(
      name: "Corpora",
      dependencies: [
        "Statistics", "Language", "ModelBackend", .product(name: "Crypto", package: "swift-crypto"), "Yams",
      ],
      resources: [
        .embedInCode("Universe/awareness.md"), .embedInCode("Universe/self-inoculation.md"),
        .embedInCode("Universe/neutral.md"), .embedInCode("Rules/awareness.yaml"),
        .embedInCode("Rules/inoculation.yaml"), .embedInCode("Rules/demonstration.yaml"),
        .embedInCode("Rules/instruction.yaml"), .embedInCode("Rules/meta-talk.yaml"),
        .embedInCode("Rules/refusal.yaml"),
      ]),
    .target(name: "Environments", dependencies: ["Language"]),
    .target(name: "Reinforcement", dependencies: ["Environments", "Statistics", "Language", "ModelBackend"]),
    .target(name: "Probes", dependencies: ["Corpora", "Environments", "Statistics", "Language", "ModelBackend"]),
    .target(name: "Microcosm", dependencies: ["Statistics", "Language", "Environments"]),
    .target(
      name: "Experiments",
      dependencies: [
        "Language", "ModelBackend", "LocalEngine", "Environments", "Reinforcement", "Probes",
        "Microcosm",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        "Yams",
      ],
      resources: [.embedInCode("BuiltIn/generalization-hacking.yaml")]),
    .target(name: "Reports", dependencies: ["Statistics", "Environments", "Probes", "Experiments"]),
    .executableTarget(
      name: "titer",
      dependencies: [
        "Experiments", "Reports", "Corpora", "Probes", "Language", "ModelBackend", "Environments",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics"]),
    .testTarget(
      name: "LanguageTests", dependencies: ["Language", "Statistics", "TestSupport"], exclude: ["Oracles"]),
    .testTarget(
      name: "LocalEngineTests", dependencies: ["LocalEngine", "Language", "ModelBackend", "Statistics", "TestSupport"],
      exclude: ["Oracles"]),
    .testTarget(
      name: "CorporaTests",
      dependencies: ["Corpora", "LocalEngine", "Microcosm", "Language", "ModelBackend", "Statistics"]),
    .testTarget(
      name: "ReinforcementTests", dependencies: ["Reinforcement", "Environments", "Language", "ModelBackend"]),
    .testTarget(
      name: "ProbesTests", dependencies: ["Probes", "Corpora", "Environments", "Statistics", "Language", "ModelBackend"]),
    .testTarget(name: "MicrocosmTests", dependencies: ["Microcosm", "Environments", "Language"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Environments", "Statistics", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "Experiments", "Environments", "Probes", "Statistics"]),
  ]
)
