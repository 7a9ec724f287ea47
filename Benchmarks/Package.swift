// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "titer-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "titer", path: ".."),
    // Without its malloc and runtime interposers, which slow down what is to be measured.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(name: "EngineRates", dependencies: [.product(name: "Titer", package: "titer")]),
    .executableTarget(name: "GradingRates", dependencies: [.product(name: "Titer", package: "titer")]),
    .executableTarget(
      name: "Engine",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "Titer", package: "titer"),
      ],
      path: "Benchmarks/Engine",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ]
)
