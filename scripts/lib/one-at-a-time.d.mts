export function oneAtATime<Result>(act: () => Promise<Result>): Promise<Result>
