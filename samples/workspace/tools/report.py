"""Prints what a list of orders is worth, by customer."""

import json
import sys
from collections import defaultdict


def load_orders(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def total_by_customer(orders):
    totals = defaultdict(float)

    return totals


def main():
    orders = load_orders(sys.argv[1])
    for customer, amount in sorted(total_by_customer(orders).items()):
        print(f"{customer}: {amount:.2f}")


if __name__ == "__main__":
    main()
