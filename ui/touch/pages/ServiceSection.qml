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
                required property string key
                required property var model

                width: grid.cell
                service: key
                title: I18n.own(model.name)
                open: model.open
                waiting: model.waiting
                countersOpen: model.counters_open
                expected: model.expected
            }
        }
    }
}
