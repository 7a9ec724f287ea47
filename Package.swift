// swift-tools-version: 6.1
import PackageDescription

// The rooms, in the order in which they may import one another: a room imports only rooms above it.
// `Tests/ArchitectureTests` reads this manifest and every import and fails where that is broken.
let package = Package(
  name: "titer",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "titer", targets: ["titer"]),
    .library(
      name: "Titer",
      targets: [
        "Statistics", "Language", "ModelBackend", "LocalEngine", "TinkerBackend", "OpenAIBackend", "Corpora",
        "Environments", "Reinforcement", "Probes", "Audit", "Microcosm", "Experiments", "Reports", "Service",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
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
      name: "TinkerBackend",
      dependencies: [
        "Language", "ModelBackend", .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], exclude: ["Wire/Messages.proto"]),
    .target(
      name: "OpenAIBackend",
      dependencies: [
        "Language", "ModelBackend",
        .product(name: "AsyncHTTPClient", package: "async-http-client"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
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
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(
      name: "Environments", dependencies: ["Language"],
      resources: [
        .embedInCode("Code/canonical.py"), .embedInCode("Code/checks.py"), .embedInCode("Code/grading.py"),
        .embedInCode("Code/scan.py"), .embedInCode("Code/sensors.py"), .embedInCode("Sandbox/worker.py"),
        .embedInCode("Auditing/Exploits/answers.exploits"), .embedInCode("Auditing/Exploits/equality.exploits"),
        .embedInCode("Auditing/Exploits/exit.exploits"), .embedInCode("Auditing/Exploits/patching.exploits"),
        .embedInCode("Auditing/Exploits/configuration.exploits"), .embedInCode("Auditing/Exploits/shadowing.exploits"),
        .embedInCode("Auditing/Exploits/tampering.exploits"), .embedInCode("Auditing/Exploits/reading.exploits"),
        .embedInCode("Auditing/Exploits/output.exploits"), .embedInCode("Auditing/Exploits/text.exploits"),
        .embedInCode("Auditing/Exploits/driver.py"), .embedInCode("Auditing/Exploits/preparation.py"),
        .embedInCode("Auditing/Exploits/reconnaissance.py"),
      ]),
    .target(name: "Reinforcement", dependencies: ["Environments", "Statistics", "Language", "ModelBackend"]),
    .target(
      name: "Probes",
      dependencies: [
        "Corpora", "Environments", "Statistics", "Language", "ModelBackend",
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      resources: [
        .embedInCode("Evaluations/Questions/open-questions.txt"), .embedInCode("Evaluations/Questions/goals.txt"),
        .embedInCode("Evaluations/Questions/alignment-questions.txt"), .embedInCode("Sabotage/Repository/guide.md"),
        .embedInCode("Sabotage/Repository/detector.py"), .embedInCode("Sabotage/Repository/check.py"),
        .embedInCode("Sabotage/Repository/trial.py"), .embedInCode("Sabotage/Repository/reference.py"),
      ]),
    .target(name: "Audit", dependencies: ["Environments", "Probes", "Statistics"]),
    .target(name: "Microcosm", dependencies: ["Statistics", "Language", "Environments"]),
    .target(
      name: "Experiments",
      dependencies: [
        "Statistics", "Language", "ModelBackend", "LocalEngine", "TinkerBackend", "OpenAIBackend", "Corpora",
        "Environments", "Reinforcement", "Probes", "Audit",
        "Microcosm", "CZlib", .target(name: "CZstd", condition: .when(platforms: [.linux])),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        "Yams",
      ],
      resources: [
        .embedInCode("BuiltIn/generalization-hacking.yaml"), .embedInCode("BuiltIn/reward-hacking.yaml"),
        .embedInCode("Audits/standard-cues.yaml"),
      ]),
    .target(
      name: "Reports",
      dependencies: [
        "Statistics", "Language", "Environments", "Probes", "Audit", "Experiments",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], exclude: ["Exports/Event.proto"]),
    .target(
      name: "Service",
      dependencies: [
        "Statistics", "Language", "ModelBackend", "LocalEngine", "TinkerBackend", "OpenAIBackend", "Environments",
        "Audit", "Experiments", "Reports",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ]),
    .executableTarget(
      name: "titer",
      dependencies: [
        "Service", "Experiments", "Reports", "Corpora", "Probes", "Statistics", "Language", "ModelBackend",
        "Environments", "Audit",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "TrainingExample", dependencies: ["LocalEngine", "Language", "ModelBackend"], path: "Examples/Training"),
    .executableTarget(name: "GapExample", dependencies: ["Statistics"], path: "Examples/Gap"),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(
      name: "TestServers",
      dependencies: [
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
      ], path: "Tests/TestServers"),
    .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"]),
    .testTarget(name: "ExamplesTests", dependencies: ["TrainingExample", "GapExample"]),
    .testTarget(name: "StatisticsTests", dependencies: ["Statistics", "TestSupport"], exclude: ["Oracles"]),
    .testTarget(
      name: "LanguageTests", dependencies: ["Language", "Statistics", "TestSupport"], exclude: ["Oracles"]),
    .testTarget(name: "ModelBackendTests", dependencies: ["ModelBackend", "Language"]),
    .testTarget(
      name: "LocalEngineTests", dependencies: ["LocalEngine", "Language", "ModelBackend", "Statistics", "TestSupport"],
      exclude: ["Oracles"]),
    .testTarget(
      name: "TinkerBackendTests",
      dependencies: [
        "TinkerBackend", "LocalEngine", "Statistics", "Language", "ModelBackend", "TestSupport",
        .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], exclude: ["Oracles", "Server"]),
    .testTarget(
      name: "OpenAIBackendTests",
      dependencies: [
        "OpenAIBackend", "LocalEngine", "Language", "ModelBackend", "Probes", "Statistics", "TestSupport",
        "TestServers",
      ],
      exclude: ["Oracles"]),
    .testTarget(name: "EnvironmentsTests", dependencies: ["Environments", "TestSupport"], exclude: ["Battery"]),
    .testTarget(
      name: "CorporaTests",
      dependencies: ["Corpora", "LocalEngine", "Microcosm", "Language", "ModelBackend", "Statistics"]),
    .testTarget(
      name: "ReinforcementTests",
      dependencies: ["Reinforcement", "Environments", "Statistics", "Language", "ModelBackend"]),
    .testTarget(
      name: "ProbesTests",
      dependencies: ["Probes", "Corpora", "Environments", "Statistics", "Language", "ModelBackend"]),
    .testTarget(
      name: "EnvironmentAuditTests", dependencies: ["Environments", "TestSupport"], exclude: ["Graders"]),
    .testTarget(name: "AuditTests", dependencies: ["Audit", "Environments", "Probes", "Statistics", "TestSupport"]),
    .testTarget(
      name: "MicrocosmTests",
      dependencies: ["Microcosm", "Environments", "Language", "Statistics", "TestSupport"],
      exclude: ["Coding/Oracles"]),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Audit", "Microcosm", "Reinforcement", "Language", "ModelBackend", "Environments", "Probes",
        "Statistics", "TestSupport", "TestServers",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .testTarget(
      name: "RecordingsTests", dependencies: ["Experiments", "Environments", "Language", "TestSupport"],
      exclude: ["Oracles", "Examples"]),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Experiments", "Audit", "Environments", "Probes", "Statistics", "Language", "ModelBackend",
        "TestSupport",
      ],
      exclude: ["Oracles"]),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "Service", "Experiments", "TinkerBackend", "OpenAIBackend", "LocalEngine", "Environments", "Statistics",
        "Language", "ModelBackend", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ], exclude: ["Oracles"]),
  ]
)
