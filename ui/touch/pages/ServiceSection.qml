// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The services of one category.
Column {
    id: section

    property string title
    property int columns: 2
    // At least what a card needs.
    property int cardHeight: 0
    property alias category: list.category
    property alias strangersTo: list.strangersTo
    readonly property int count: list.count

    spacing: Theme.px(20)

    ServiceList {
        id: list

        source: Hall.services
    }

    AppText {
        visible: section.title !== ""
        text: section.title
        size: Theme.small
        font.bold: true
        color: Theme.accent
    }

    Grid {
        id: grid

        readonly property int cell: Math.floor((section.width - (columns - 1) * spacing) / columns)

        columns: section.columns
        spacing: Theme.gap

        Repeater {
            model: list

            ServiceCard {
                id: card

                required property string key
                required property var model

                width: grid.cell // qmllint disable unqualified
                height: Math.max(card.implicitHeight, section.cardHeight) // qmllint disable unqualified
                service: card.key
                title: I18n.own(card.model.name)
                open: card.model.open
                refused: card.model.refused ?? ""
                opens: card.model.opens ?? ""
                closes: card.model.closes ?? ""
                waiting: card.model.waiting
                countersOpen: card.model.counters_open
                expected: card.model.expected
            }
        }
    }
}
