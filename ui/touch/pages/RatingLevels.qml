// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The question and its levels, best first. All are drawn alike but for face and colour: none is favoured.
Item {
    id: ask

    readonly property int levels: RatingFlow.levels
    readonly property bool portrait: height > width

    Column {
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        spacing: Theme.px(72)

        Column {
            width: parent.width
            spacing: Theme.px(14)

            AppText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: I18n.t("rating.question")
                size: Theme.huge
                font.bold: true
            }

            AppText {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: I18n.t("rating.hint")
                size: Theme.body
                color: Theme.textMuted
            }
        }

        Grid {
            id: row

            readonly property int cell: (width - (columns - 1) * spacing) / columns

            width: parent.width
            columns: ask.portrait ? 2 : ask.levels
            spacing: Theme.gap

            Repeater {
                model: ask.levels

                RatingFace {
                    id: choice

                    required property int index

                    width: row.cell // qmllint disable unqualified
                    level: ask.levels - choice.index // qmllint disable unqualified
                }
            }
        }
    }
}
